using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using System.Web;
using SmartCare.Domain.Duty;
using SmartCare.Domain.Notices;
using SmartCare.Domain.Words;
using SmartCare.Mqtt.Tests.Support;
using SmartCare.Server.Notices;
using SmartCare.Server.Notices.Channels;
using SmartCare.Server.Webhooks;

namespace SmartCare.Server.Tests.Notices;

/// <summary>What each channel says on the wire, and how it reads the answer.</summary>
public sealed class ChannelTests : IAsyncLifetime
{
    private static readonly DateTimeOffset s_now = DateTimeOffset.FromUnixTimeMilliseconds(1_795_000_000_123);
    private readonly NoticeHttp _http = new(OutsideAddresses.Read("127.0.0.1"));
    private Gateway _gateway = null!;

    public async Task InitializeAsync() => _gateway = await Gateway.StartAsync();

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task WeCom_is_sent_a_text()
    {
        var answer = await Robot(ChannelKind.Wecom, "robot?key=k", null, """{"errcode":0,"errmsg":"ok"}""");
        Assert.Equal(ChannelVerdict.Taken, answer.Verdict);
        var call = await _gateway.NextAsync();
        Assert.Equal("/robot?key=k", call.PathAndQuery);
        Assert.Equal("""{"msgtype":"text","text":{"content":"求助\nhelp"}}""", call.Text);
    }

    [Fact]
    public async Task DingTalk_is_signed_in_the_query()
    {
        await Robot(ChannelKind.Dingtalk, "robot/send?access_token=t", "SEC1", """{"errcode":0}""");
        var query = HttpUtility.ParseQueryString((await _gateway.NextAsync()).PathAndQuery.Split('?')[1]);
        Assert.Equal(("t", "1795000000123"), (query["access_token"], query["timestamp"]));
        Assert.Equal(Hmac("SEC1", "1795000000123\nSEC1"), query["sign"]);
    }

    [Fact]
    public async Task Feishu_is_signed_in_the_body()
    {
        await Robot(ChannelKind.Feishu, "hook/x", "key", """{"StatusCode":0}""");
        var body = (await _gateway.NextAsync()).Json;
        Assert.Equal(("1795000000", "text"), (body.GetProperty("timestamp").GetString(), body.GetProperty("msg_type").GetString()));
        Assert.Equal(Hmac("1795000000\nkey", ""), body.GetProperty("sign").GetString());
        Assert.Equal("求助\nhelp", body.GetProperty("content").GetProperty("text").GetString());
        await Robot(ChannelKind.Feishu, "hook/x", null, """{"code":0}""");
        Assert.Equal("""{"msg_type":"text","content":{"text":"求助\nhelp"}}""", (await _gateway.NextAsync()).Text);
    }

    [Theory]
    [InlineData("""{"errcode":0}""", "Taken"), InlineData("""{"code":0,"msg":"success"}""", "Taken"), InlineData("""{"StatusCode":0}""", "Taken")]
    [InlineData("""{"errcode":310000,"errmsg":"sign not match"}""", "Refused"), InlineData("""{"code":19021}""", "Refused"), InlineData("""{"errcode":93000}""", "Refused")]
    [InlineData("""{"errcode":45009}""", "Later"), InlineData("""{"errcode":130101}""", "Later"), InlineData("""{"code":11232}""", "Later"), InlineData("""{"errcode":-1}""", "Later")]
    [InlineData("<html>proxy</html>", "Later"), InlineData("{}", "Later"), InlineData("[1]", "Later"), InlineData("", "Later")]
    public async Task A_robot_answers_200_and_means_what_its_code_says(string body, string verdict) =>
        Assert.Equal(verdict, $"{(await Robot(ChannelKind.Wecom, "r", null, body)).Verdict}");

    [Theory, InlineData(204, "Taken"), InlineData(302, "Refused"), InlineData(410, "Refused"), InlineData(408, "Later"), InlineData(429, "Later"), InlineData(502, "Later")]
    public async Task A_webhook_is_judged_by_its_status(int status, string verdict)
    {
        _gateway.Answers = _ => (status, "");
        Assert.Equal(verdict, $"{(await new WebhookChannel(_http).SendAsync(Letter(ChannelKind.Webhook, $"{_gateway.Url}x"), default)).Verdict}");
    }

    [Fact]
    public async Task A_webhook_without_a_secret_has_no_signature_and_the_fields_of_the_contract()
    {
        await new WebhookChannel(_http).SendAsync(Letter(ChannelKind.Webhook, $"{_gateway.Url}x"), default);
        var call = await _gateway.NextAsync();
        Assert.False(call.Headers.ContainsKey("webhook-signature"));
        Assert.Equal(["id", "try", "sentAt", "topic", "audience", "person", "text", "textEn", "url", "alert"], call.Json.EnumerateObject().Select(f => f.Name));
        Assert.Equal(JsonValueKind.Null, call.Json.GetProperty("alert").ValueKind);
    }

    /// <summary>The example of the specification at standardwebhooks.com.</summary>
    [Fact]
    public void A_signature_is_the_one_that_the_standard_shows() => Assert.Equal(
        "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Sign("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", """{"test": 2432232314}"""u8));

    [Theory, InlineData("ftp://127.0.0.1/x"), InlineData("file:///etc/passwd"), InlineData("hook"), InlineData("http://user:pass@127.0.0.1/")]
    public async Task Nothing_but_http_and_https_is_called(string address) =>
        Assert.Equal(ChannelVerdict.Refused, (await new WebhookChannel(_http).SendAsync(Letter(ChannelKind.Webhook, address), default)).Verdict);

    [Fact]
    public async Task A_gateway_that_is_not_there_is_tried_later()
    {
        await using var gone = await Gateway.StartAsync();
        await gone.DisposeAsync();
        Assert.Equal(ChannelVerdict.Later, (await new WebhookChannel(_http).SendAsync(Letter(ChannelKind.Webhook, $"{gone.Url}x"), default)).Verdict);
    }

    [Fact]
    public async Task A_text_message_is_a_form_JSON_or_an_address_as_the_gateway_wants_it()
    {
        await Sms(new SmsSettings($"{_gateway.Url}sms", HttpMethod.Post, "mobile={phone}&content={text}", "Basic abc", null));
        var form = await _gateway.NextAsync();
        Assert.Equal(("mobile=%2B8613800001234&content=%E6%B1%82%E5%8A%A9", "Basic abc"), (form.Text, form.Headers["authorization"]));
        Assert.StartsWith("application/x-www-form-urlencoded", form.Headers["content-type"], StringComparison.Ordinal);
        await Sms(new SmsSettings($"{_gateway.Url}sms", HttpMethod.Post, """{"to":["{phone}"],"text":"{text}"}""", null, null));
        Assert.Equal("求助", (await _gateway.NextAsync()).Json.GetProperty("text").GetString());
        await Sms(new SmsSettings($"{_gateway.Url}sms?to={{phone}}&text={{text}}", HttpMethod.Get, "", null, null));
        Assert.Equal("/sms?to=%2B8613800001234&text=%E6%B1%82%E5%8A%A9", (await _gateway.NextAsync()).PathAndQuery);
    }

    [Fact]
    public async Task A_sites_own_text_gateway_is_asked_in_place_of_the_silos()
    {
        await using var silos = await Gateway.StartAsync();
        var settings = new SmsSettings($"{silos.Url}sms", HttpMethod.Post, "to={phone}", null, null);
        await Sms(settings, new SmsGateway($"{_gateway.Url}own", "Bearer key"));
        var call = await _gateway.NextAsync();
        Assert.Equal(("/own", "Bearer key"), (call.PathAndQuery, call.Headers["authorization"]));
        Assert.Equal(("+8613800001234", "求助", "key-1"), (call.Json.GetProperty("phone").GetString(), call.Json.GetProperty("text").GetString(), call.Json.GetProperty("id").GetString()));
        await Sms(settings, new SmsGateway($"{_gateway.Url}own?to={{phone}}&t={{text}}", null) { Method = "GET" });
        Assert.Equal("/own?to=%2B8613800001234&t=%E6%B1%82%E5%8A%A9", (await _gateway.NextAsync()).PathAndQuery);
        Assert.Equal(0, silos.Calls);
        await Sms(settings);
        Assert.Equal("to=%2B8613800001234", (await silos.NextAsync()).Text);
    }

    [Fact]
    public async Task What_the_other_side_writes_is_shown_to_nobody()
    {
        const string key = "SecretAccessKey", ok = "HTTP 200, and it does not say what means yes";
        foreach (var status in (int[])[200, 403, 503])
        {
            _gateway.Answers = _ => (status, key);
            var gateway = new SmsGateway($"{_gateway.Url}own?to={{phone}}", "Bearer k3y") { Method = "GET", Success = "NEVER" };
            Assert.Equal(status == 200 ? ok : $"HTTP {status}", (await Sms(null, gateway)).Text);
            Assert.Equal($"HTTP {status}", (await new WebhookChannel(_http).SendAsync(Letter(ChannelKind.Webhook, $"{_gateway.Url}x"), default)).Text);
            var robot = await new RobotChannel(_http).SendAsync(Letter(ChannelKind.Wecom, $"{_gateway.Url}r"), default);
            Assert.Equal(status == 200 ? "the answer has no code" : $"HTTP {status}", robot.Text);
        }

        Assert.Equal("errcode 310000", (await Robot(ChannelKind.Wecom, "r", null, $$"""{"errcode":310000,"errmsg":"{{key}}"}""")).Text);
        await using var server = new MailServer { Rcpt = $"550 {key}" };
        Assert.Equal("the mail server answered 550", (await Mail(server, "daughter@example.com")).Text);
    }

    [Fact]
    public async Task A_name_that_leads_into_the_own_network_is_not_called_however_it_is_named_or_redirected_to()
    {
        using var http = new NoticeHttp(OutsideAddresses.OnlyPublic);
        foreach (var host in (string[])["127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "127.1", "2130706433"])
        {
            var answer = await new WebhookChannel(http).SendAsync(Letter(ChannelKind.Webhook, $"http://{host}:{_gateway.Url.Port}/x"), default);
            Assert.Equal(new ChannelAnswer(ChannelVerdict.Refused, "the address is of this house's own network; the operator may list it (Notices:Allow)"), answer);
        }

        // What the operator set, and only that: the connection that was made for it serves no duty plan.
        var silos = new SmsSettings($"{_gateway.Url}sms", HttpMethod.Post, "{phone}", null, null);
        Assert.Equal(ChannelVerdict.Taken, (await new SmsChannel(http, NoticeSettings.None with { Sms = silos }, _ => null).SendAsync(Letter(ChannelKind.Sms, "1"), default)).Verdict);
        var own = new SmsChannel(http, NoticeSettings.None with { Sms = silos }, _ => new SmsGateway($"{_gateway.Url}sms", null));
        Assert.Equal(ChannelVerdict.Refused, (await own.SendAsync(Letter(ChannelKind.Sms, "1"), default)).Verdict);
        Assert.Equal(1, _gateway.Calls);
    }

    [Theory, InlineData("""{"code":"OK"}""", "Taken"), InlineData("""{"code":"NO_MONEY"}""", "Later")]
    public async Task A_text_gateway_that_always_answers_200_is_judged_by_its_words(string body, string verdict)
    {
        _gateway.Answers = _ => (200, body);
        Assert.Equal(verdict, $"{(await Sms(new SmsSettings($"{_gateway.Url}sms", HttpMethod.Post, "{phone}", null, "\"OK\""))).Verdict}");
    }

    [Fact]
    public async Task A_mail_arrives_with_a_subject_a_text_and_an_id_of_its_own()
    {
        await using var server = new MailServer();
        var answer = await Mail(server, "daughter@example.com");
        Assert.Equal(ChannelVerdict.Taken, answer.Verdict);
        var mail = await server.NextAsync();
        Assert.Contains("RCPT TO:<daughter@example.com>", mail, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("key-1@care.example", mail, StringComparison.Ordinal);
        Assert.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes("求助\r\nhelp")), mail, StringComparison.Ordinal);
    }

    [Theory, InlineData("550 no such user", "Refused"), InlineData("451 come again", "Later")]
    public async Task A_mail_server_that_refuses_is_believed(string rcpt, string verdict)
    {
        await using var server = new MailServer { Rcpt = rcpt };
        Assert.Equal(verdict, $"{(await Mail(server, "daughter@example.com")).Verdict}");
    }

    [Theory, InlineData("smtps"), InlineData("starttls")]
    public async Task A_mail_server_behind_TLS_is_signed_in_to_and_takes_the_mail(string by)
    {
        using var certificates = new Certificates();
        using var own = certificates.Sign("mail", "localhost");
        await using var server = new MailServer(own, isImplicit: by == "smtps");
        var answer = await Mail(server, "daughter@example.com", by == "smtps" ? SmtpTls.Implicit : SmtpTls.Start, Trusting(own));
        Assert.Equal(new ChannelAnswer(ChannelVerdict.Taken, "the mail server took it"), answer);
        var mail = await server.NextAsync();
        Assert.Contains($"AUTH PLAIN {Convert.ToBase64String("\0care\0s3cret"u8)}", mail, StringComparison.Ordinal);
        Assert.Contains("MAIL FROM:<care@care.example>", mail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mail_server_that_knows_only_LOGIN_is_signed_in_to_by_it()
    {
        await using var server = new MailServer { Offers = ["AUTH LOGIN"] };
        Assert.Equal(ChannelVerdict.Taken, (await Mail(server, "daughter@example.com", user: "care")).Verdict);
        Assert.Contains($"{Convert.ToBase64String("s3cret"u8)}\r\n".ReplaceLineEndings(), await server.NextAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a certificate that nobody signed", true, "certificate"), InlineData("no STARTTLS", false, "STARTTLS")]
    public async Task A_mail_server_that_cannot_be_trusted_is_told_nothing(string because, bool isImplicit, string why)
    {
        using var certificates = new Certificates();
        using var own = certificates.Sign("mail", "localhost");
        await using var server = new MailServer(own, isImplicit) { Offers = [] };
        var answer = await Mail(server, "daughter@example.com", isImplicit ? SmtpTls.Implicit : SmtpTls.Start);
        Assert.True(answer.Verdict is ChannelVerdict.Later && answer.Text.Contains(why, StringComparison.Ordinal), $"{because}: {answer}");
    }

    [Theory, InlineData("müller@example.com"), InlineData("a@b\r\nDATA"), InlineData("nobody")]
    public async Task What_is_no_address_for_a_mail_is_refused_before_it_is_sent(string address)
    {
        await using var server = new MailServer();
        Assert.Equal(ChannelVerdict.Refused, (await Mail(server, address)).Verdict);
    }

    [Fact]
    public async Task A_long_subject_is_folded_and_no_character_is_cut()
    {
        await using var server = new MailServer();
        var subject = string.Concat(Enumerable.Repeat("阳光养老院 101 王秀英😀", 8));
        await Mail(server, "daughter@bücher.example", text: subject);
        var mail = await server.NextAsync();
        Assert.Contains("RCPT TO:<daughter@xn--bcher-kva.example>", mail, StringComparison.Ordinal);
        var header = mail.ReplaceLineEndings("\n").Split('\n').SkipWhile(l => !l.StartsWith("Subject:", StringComparison.Ordinal)).ToList();
        string[] lines = [header[0], .. header.Skip(1).TakeWhile(l => l.StartsWith(' ') || l.StartsWith('\t')).Select(l => l.Trim())];
        Assert.All(lines, l => Assert.InRange(l.Length, 1, 90));
        Assert.Equal(subject, MimeKit.Utils.Rfc2047.DecodeText(Encoding.ASCII.GetBytes(string.Join(" ", lines)["Subject: ".Length..])));
    }

    [Fact]
    public async Task A_channel_that_is_not_set_up_says_which_key_is_missing()
    {
        Assert.Contains("Notices:Smtp:Url", (await new MailChannel(NoticeSettings.None).SendAsync(Letter(ChannelKind.Mail, "a@b.c"), default)).Text, StringComparison.Ordinal);
        Assert.Contains("Notices:Sms:Url", (await new SmsChannel(_http, NoticeSettings.None, _ => null).SendAsync(Letter(ChannelKind.Sms, "1"), default)).Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ChannelKind.Sms, "13812345678", "138****5678"), InlineData(ChannelKind.Sms, "110", "****"), InlineData(ChannelKind.Mail, "wang@example.com", "w***@example.com")]
    [InlineData(ChannelKind.Wecom, "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=secret", "https://qyapi.weixin.qq.com/…"), InlineData(ChannelKind.Webhook, "?", "…")]
    public void An_address_is_shown_masked(ChannelKind kind, string address, string shown) => Assert.Equal(shown, NoticeMask.Of(new NoticeChannel(kind, address, null)));

    [Fact]
    public void Waits_double_and_differ_and_end()
    {
        var pace = new NoticePace(new Random(7));
        var waits = Enumerable.Range(1, NoticeLimits.Tries - 1).Select(n => pace.After(n, refused: false)!.Value).ToList();
        Assert.InRange(waits.Aggregate((a, b) => a + b).TotalMinutes, 8, 13);
        Assert.All(waits.Zip(waits.Skip(1)).Take(4), w => Assert.True(w.Second > w.First));
        Assert.Null(pace.After(NoticeLimits.Tries, refused: false));
        Assert.Null(pace.After(NoticeLimits.TriesWhenRefused, refused: true));
        Assert.NotEqual(pace.After(1, false), pace.After(1, false));
    }

    private Task<ChannelAnswer> Robot(ChannelKind kind, string path, string? secret, string body)
    {
        _gateway.Answers = _ => (200, body);
        return new RobotChannel(_http).SendAsync(Letter(kind, $"{_gateway.Url}{path}", secret), default);
    }

    private Task<ChannelAnswer> Sms(SmsSettings? sms, SmsGateway? own = null) =>
        new SmsChannel(_http, NoticeSettings.None with { Sms = sms }, site => site.Value == "sunshine" ? own : null).SendAsync(Letter(ChannelKind.Sms, "+8613800001234"), default);

    private static Task<ChannelAnswer> Mail(
        MailServer server, string to, SmtpTls tls = SmtpTls.None, RemoteCertificateValidationCallback? judge = null, string? user = null, string? text = null)
    {
        var smtp = new SmtpSettings("127.0.0.1", server.Port, tls, tls is SmtpTls.None ? user : "care", "s3cret", new("care@care.example", "阳光"));
        var letter = Letter(ChannelKind.Mail, to);
        return new MailChannel(NoticeSettings.None with { Smtp = smtp }, judge)
            .SendAsync(text is null ? letter : letter with { Text = new NoticeText(text, "", null, null, null) }, default);
    }

    private static RemoteCertificateValidationCallback Trusting(X509Certificate2 own) => (_, shown, _, _) => shown!.GetCertHashString() == own.GetCertHashString();

    private static NoticeLetter Letter(ChannelKind kind, string address, string? secret = null) => new(
        new Notice("n1", SiteId.Of("sunshine"), "a1", AlertKind.Help, Priority.High, 1, Audience.Family, "王芳", new NoticeChannel(kind, address, secret), null),
        "key-1", 1, s_now, new NoticeText("求助", "help", null, null, null));

    private static string Hmac(string key, string text) => Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.UTF8.GetBytes(text)));
}
