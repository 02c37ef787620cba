namespace SmartCare.Server.Demo;

/// <summary>Made-up names, always the same and each once: family names and given names of people born before 1950.</summary>
internal static class DemoNames
{
    private static readonly string[] s_families =
        ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "胡", "朱", "高", "林", "何", "郭", "马", "罗"];

    private static readonly string[] s_given = ["秀英", "建国", "桂兰", "德福", "玉珍", "志强", "淑芬", "长山"];

    /// <summary>160 names. Neighbours differ in both parts.</summary>
    public static IEnumerable<string> All()
    {
        for (var round = 0; round < s_given.Length; round++)
            for (var i = 0; i < s_families.Length; i++)
                yield return s_families[i] + s_given[(i + round) % s_given.Length];
    }
}
