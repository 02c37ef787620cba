namespace SmartCare.Mqtt.Tests.Support;

/// <summary>One valid packet of every kind that a client sends, as bytes: what round trips, splits and mutations start from.</summary>
internal static class Samples
{
    public static readonly (string Name, byte Level, string Hex)[] All =
    [
        ("CONNECT 3.1.1 with all", 4, "10 25 0004 4D515454 04 EE 003C 0002 6331 0004 77696C6C 0003 627965 0004 75736572 0004 70617373"),
        ("CONNECT 3.1.1 bare", 4, "10 0D 0004 4D515454 04 02 003C 0001 72"),
        ("CONNECT 5.0 with all", 5, "10 47 0004 4D515454 05 CE 003C 12 11 0000000A 21 0014 27 00010000 22 0005 17 01 0001 63" +
            " 15 18 00000005 02 0000000A 03 0001 74 26 0001 61 0001 62 0004 77696C6C 0003 627965 0001 75 0001 70"),
        ("PUBLISH 3.1.1 QoS 0", 4, "30 07 0003 612F62 6869"),
        ("PUBLISH 3.1.1 QoS 1", 4, "32 09 0003 612F62 0007 6869"),
        ("PUBLISH 3.1.1 QoS 2 DUP RETAIN", 4, "3D 09 0003 612F62 0007 6869"),
        ("PUBLISH 5.0 with all", 5, "33 32 0003 612F62 0007 27 01 01 02 0000000A 03 0001 74 08 0003 722F73 09 0002 0102" +
            " 26 0001 61 0001 62 26 0001 61 0001 63 23 0001 6869 68"),
        ("PUBACK", 4, "40 02 0007"),
        ("PUBACK 5.0 with reason", 5, "40 0B 0007 87 07 1F 0004 6E6F7065"),
        ("PUBREC", 4, "50 02 0007"),
        ("PUBREL", 4, "62 02 0007"),
        ("PUBREL 5.0 with reason", 5, "62 03 0007 92"),
        ("PUBCOMP", 4, "70 02 0007"),
        ("SUBSCRIBE 3.1.1", 4, "82 10 0001 0003 612F2B 01 0005 622F632F23 02"),
        ("SUBSCRIBE 5.0", 5, "82 14 0001 02 0B 05 0003 612F2B 2D 0006 24736861 7265 00"),
        ("UNSUBSCRIBE 3.1.1", 4, "A2 07 0001 0003 612F2B"),
        ("UNSUBSCRIBE 5.0", 5, "A2 0F 0001 07 26 0001 61 0001 62 0003 612F2B"),
        ("PINGREQ", 4, "C0 00"),
        ("PINGRESP", 4, "D0 00"),
        ("DISCONNECT 3.1.1", 4, "E0 00"),
        ("DISCONNECT 5.0", 5, "E0 07 04 05 11 00000000"),
        ("AUTH 5.0", 5, "F0 09 18 07 15 0004 6E6F6E65"),
    ];

    public static TheoryData<string, byte, string> Data
    {
        get
        {
            var data = new TheoryData<string, byte, string>();
            foreach (var (name, level, hex) in All) data.Add(name, level, hex);
            return data;
        }
    }
}
