using System.Text.Json;
using SmartCare.Domain.Registry;
using SmartCare.Server.Registry.Fields;

namespace SmartCare.Server.Registry.Exchange;

/// <summary>One field of a record, as a table has it in a column and a document under this path.</summary>
/// <param name="Item">site, place, elder, device.</param>
/// <param name="Field">From the record like <c>plan.upBy</c>.</param>
/// <param name="Type">text, integer, number, boolean, date, time, words (with spaces between), json.</param>
/// <param name="Values">Those there are; null: any.</param>
internal sealed record LedgerField(string Item, string Field, string Type, string? Unit, string Meaning, string MeaningZh, IReadOnlyList<string>? Values);

/// <summary>Every field that people may write of a record: the columns of the tables, and what each means (数据字典).</summary>
internal static class LedgerDictionary
{
    public static readonly IReadOnlyList<LedgerField> All =
    [
        .. Of(ItemKind.Sites,
            ("id", "text", null, "Its id: 1 to 64 letters, digits, - _ . :", "机构编号"),
            ("name", "text", null, "Name in Chinese", "中文名称"), ("nameEn", "text", null, "Name in English", "英文名称"),
            ("timeZone", "text", null, "IANA name of its time zone, like Asia/Shanghai", "时区"), ("district", "text", null, "District that it belongs to", "所属区/街道"), ("levelId", "text", null, "Id of the level that officials count it to (GET /api/levels)", "所属层级编号（社区、街道、区、市）"),
            ("phone", "text", null, "Phone by which a family reaches whoever is on duty", "值班电话（家属可拨打）"),
            ("fallModel", "text", null, "Id of the learned fall model that decides here; empty: the threshold rule", "启用的跌倒模型编号；留空用阈值规则"),
            ("archived", "boolean", null, "Kept for the record alone", "已归档")),
        .. Of(ItemKind.Places,
            ("id", "text", null, "Its id", "房间/住户编号"), ("siteId", "text", null, "Id of its site", "所属机构编号"), ("name", "text", null, "Name, as on the door", "名称（门牌）"),
            ("kind", "text", null, "What it is; elders live in rooms, homes, bedrooms and dwellings", "类型：房间、住户、卧室、活动室、康复室、卫生间、走廊、住宅"),
            ("beds", "integer", "1", "Beds, numbered from 1; empty: not said", "床位数"), ("archived", "boolean", null, "Kept for the record alone", "已归档")),
        .. Of(ItemKind.Elders,
            ("id", "text", null, "Its id", "老人编号"), ("placeId", "text", null, "Id of the place, where the elder lives or lived last", "房间/住户编号"),
            ("bed", "integer", "1", "Number of the bed; a bed holds one elder", "床号"), ("name", "text", null, "Name", "姓名"),
            ("careLevel", "integer", "1", "1 light, 2 half, 3 full care", "护理等级：1 自理，2 半护理，3 全护理"),
            ("birthDate", "date", null, "Date of birth", "出生日期"), ("sex", "text", null, "Sex", "性别"),
            ("categories", "words", null, "Groups that the plans name; advancedAge follows from the birth date where that is known", "人群类别：独居 空巢 留守 失能 失智 高龄 特困 低保 计生特殊家庭 重残"),
            ("careAssessment.on", "date", null, "Day on which the care level was found", "护理等级评估日期"), ("careAssessment.by", "text", null, "Who found it", "评估人"),
            ("allergies", "text", null, "Allergies", "过敏史"), ("firstAid", "text", null, "What whoever comes first must know", "急救卡"),
            ("doctor.name", "text", null, "Doctor", "医生"), ("doctor.phone", "text", null, "The doctor's phone", "医生电话"),
            ("contacts", "json", null, "Whom to tell: {mode: order or all, people: [{name, relation, channels: [{kind, address, secret}], quiet: {from, to}}]}", "紧急联系人（按顺序或同时）"),
            ("consent", "words", null, "What the elder has agreed that the family sees, beside that all is well and what rings", "老人同意家属查看：day 一天的动静，vitals 生命体征，mode 外出或住院，camera 告警画面"),
            ("admittedOn", "date", null, "Here since", "入住日期"), ("dischargedOn", "date", null, "No longer here since", "离院日期"),
            ("dischargeReason", "text", null, "Why", "离院原因"),
            ("plan.dementia", "boolean", null, "Must not go out alone", "失智：不可独自外出"),
            ("plan.upBy", "time", null, "No sign by then is a need", "最晚起床时间"), ("plan.inBedBy", "time", null, "Expected in bed from then on", "就寝时间"),
            ("plan.nightFrom", "time", null, "The night begins", "夜间开始"), ("plan.nightTo", "time", null, "The night ends", "夜间结束"),
            ("plan.backInBedMinutes", "integer", "min", "Longest usual walk from the bed at night", "夜间离床最长时间"),
            ("plan.backHomeMinutes", "integer", "min", "Longest time alone outside", "外出最长时间"), ("plan.quietHours", "number", "h", "Longest silence by day", "白天无活动最长时间"),
            ("plan.visitEveryDays", "integer", "d", "A visit at least every so many days", "巡视探访间隔"),
            ("plan.heartRate.low", "number", "1/min", "Lowest heart rate in order", "心率下限"), ("plan.heartRate.high", "number", "1/min", "Highest heart rate in order", "心率上限"),
            ("plan.breathingRate.low", "number", "1/min", "Lowest breathing rate in order", "呼吸下限"), ("plan.breathingRate.high", "number", "1/min", "Highest breathing rate in order", "呼吸上限"),
            ("plan.temperature.low", "number", "°C", "Lowest temperature of the room in order", "室温下限"), ("plan.temperature.high", "number", "°C", "Highest temperature of the room in order", "室温上限"),
            ("archived", "boolean", null, "Kept for the record alone", "已归档")),
        .. Of(ItemKind.Devices,
            ("id", "text", null, "Its id, which is its MQTT user name", "设备编号（MQTT 用户名）"), ("placeId", "text", null, "Id of the place where it is", "房间/住户编号"),
            ("elderId", "text", null, "Whose it is; empty: it watches the place", "老人编号"), ("model", "text", null, "What its channels mean", "型号"), ("name", "text", null, "Name", "名称"),
            ("via", "text", null, "Id of the gateway that it speaks through", "网关编号"), ("alias", "text", null, "What that gateway calls it; empty: by its id", "在网关中的名称"),
            ("wornAt", "text", null, "Where a wearable is worn: waist or wrist; empty: not said", "佩戴位置：waist 腰部，wrist 手腕"), ("password", "text", null, "Its MQTT password, 8 to 128 characters; written, never read", "MQTT 密码（只写）"),
            ("archived", "boolean", null, "Out of use", "已停用")),
    ];

    /// <summary>The columns of a kind's table.</summary>
    public static IReadOnlyList<LedgerField> Columns(ItemKind kind) => [.. All.Where(f => f.Item == kind.Word)];

    private static IEnumerable<LedgerField> Of(ItemKind kind, params (string Field, string Type, string? Unit, string Meaning, string Zh)[] fields) =>
        fields.Select(f => new LedgerField(kind.Word, f.Field, f.Type, f.Unit, f.Meaning, f.Zh, (kind.Word, f.Field) switch
        {
            ("place", "kind") => Words<PlaceKind>(),
            ("elder", "sex") => Words<Sex>(),
            ("elder", "categories") => Words<ElderCategory>(),
            ("elder", "consent") => Words<FamilySight>(),
            ("elder", "careLevel") => ["1", "2", "3"],
            ("device", "model") => [.. Models.All.Keys],
            _ => null,
        }));

    private static string[] Words<T>() where T : struct, Enum => [.. Enum.GetNames<T>().Select(JsonNamingPolicy.CamelCase.ConvertName)];
}
