using System.Buffers.Text;
using System.Security.Cryptography;
using SmartCare.Server.Notices.Push;

namespace SmartCare.Server.Tests.Notices.Push;

/// <summary>RFC 8291, section 5 and appendix A: the example, byte by byte.</summary>
public sealed class PushEncryptionTests
{
    private const string Browser = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";

    [Fact]
    public void The_example_of_the_standard_comes_out_byte_by_byte()
    {
        var sender = Base64Url.DecodeFromChars("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8");
        using var own = ECDiffieHellman.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256, Q = new ECPoint { X = sender[1..33], Y = sender[33..] }, D = Base64Url.DecodeFromChars("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw"),
        });
        var message = PushEncryption.Encrypt(
            "When I grow up, I want to be a watermelon"u8, Base64Url.DecodeFromChars(Browser), Base64Url.DecodeFromChars("BTBZMqHH6r4Tts7J_aSIgg"), own,
            Base64Url.DecodeFromChars("DGv6ra1nlYgDCS1FRnbzlw"));
        Assert.Equal(
            "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPT"
            + "pK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN", Base64Url.EncodeToString(message));
    }

    [Fact]
    public void A_key_that_is_no_point_of_the_curve_is_none()
    {
        var point = Base64Url.DecodeFromChars(Browser);
        Assert.True(PushEncryption.IsKey(point));
        Assert.False(PushEncryption.IsKey(point.AsSpan(1)));
        point[64] ^= 1;
        Assert.False(PushEncryption.IsKey(point));
    }
}
