using System.Globalization;
using System.Text;
using SmartCare.Server.Accounts;

namespace SmartCare.Server.Tests.Accounts;

/// <summary>RFC 6238 and RFC 4226, by their own vectors.</summary>
public sealed class TotpTests
{
    private static readonly byte[] s_secret = Encoding.ASCII.GetBytes("12345678901234567890");

    /// <summary>RFC 6238, appendix B, SHA-1: eight digits.</summary>
    [Theory]
    [InlineData("1970-01-01T00:00:59Z", "94287082")]
    [InlineData("2005-03-18T01:58:29Z", "07081804")]
    [InlineData("2005-03-18T01:58:31Z", "14050471")]
    [InlineData("2009-02-13T23:31:30Z", "89005924")]
    [InlineData("2033-05-18T03:33:20Z", "69279037")]
    [InlineData("2603-10-11T11:33:20Z", "65353130")]
    public void The_vectors_of_the_standard(string at, string code)
    {
        var now = DateTimeOffset.Parse(at, CultureInfo.InvariantCulture);
        Assert.Equal(code, Totp.Code(s_secret, now.ToUnixTimeSeconds() / 30, digits: 8));
        Assert.Equal(now.ToUnixTimeSeconds() / 30, Totp.StepOf(s_secret, code[2..], now, after: 0));
    }

    /// <summary>RFC 4226, appendix D: by counter, six digits.</summary>
    [Theory]
    [InlineData(0, "755224")]
    [InlineData(1, "287082")]
    [InlineData(2, "359152")]
    [InlineData(3, "969429")]
    [InlineData(9, "520489")]
    public void The_vectors_of_the_counter(long step, string code) => Assert.Equal(code, Totp.Code(s_secret, step, digits: 6));

    /// <summary>Steps by now: of the code, and of the last that was taken.</summary>
    [Theory]
    [InlineData(0, -5, true)]
    [InlineData(-1, -5, true)]
    [InlineData(1, -5, true)]
    [InlineData(-2, -5, false)]
    [InlineData(2, -5, false)]
    [InlineData(0, 0, false)]
    [InlineData(-1, 0, false)]
    [InlineData(1, 0, true)]
    public void A_code_holds_for_one_step_around_and_is_taken_once(int step, int last, bool isTaken)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1_800_000_000);
        var at = now.ToUnixTimeSeconds() / 30;
        Assert.Equal(isTaken ? at + step : null, Totp.StepOf(s_secret, Totp.Code(s_secret, at + step, 6), now, at + last));
    }

    [Theory]
    [InlineData("")]
    [InlineData("12345")]
    [InlineData("1234567")]
    [InlineData("一二三四五六")]
    public void What_is_no_code_is_wrong(string code) => Assert.Null(Totp.StepOf(s_secret, code, DateTimeOffset.UnixEpoch.AddDays(1), 0));

    /// <summary>RFC 4648, 10, without the padding.</summary>
    [Theory]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("12345678901234567890", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")]
    public void The_secret_is_written_in_base_32(string secret, string text)
    {
        Assert.Equal(text, Totp.Base32(Encoding.ASCII.GetBytes(secret)));
        Assert.Equal($"otpauth://totp/SmartCare:a%3Ab?secret={text}&issuer=SmartCare&algorithm=SHA1&digits=6&period=30", Totp.UriOf("a:b", text));
    }
}
