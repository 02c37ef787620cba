namespace SmartCare.Mqtt.Tests.Support;

/// <summary>One to four changes to a valid packet, from a seed.</summary>
internal static class Mutation
{
    public static byte[] Of(byte[] bytes, Random random)
    {
        var copy = bytes.ToList();
        for (var i = random.Next(1, 5); i > 0; i--)
        {
            var at = random.Next(copy.Count);
            switch (random.Next(5))
            {
                case 0: copy[at] = (byte)random.Next(256); break;
                case 1: copy[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: copy.Insert(at, (byte)random.Next(256)); break;
                case 3 when copy.Count > 1: copy.RemoveAt(at); break;
                default: copy[at] = random.Next(2) == 0 ? (byte)0 : (byte)0xFF; break;
            }
        }
        // Half of them with a length that is right again, so that the body is reached.
        if (random.Next(2) == 0 && copy.Count is > 2 and < 130) copy[1] = (byte)(copy.Count - 2);
        return [.. copy];
    }
}
