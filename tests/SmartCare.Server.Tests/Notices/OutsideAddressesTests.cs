using System.Net;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Tests.Notices;

/// <summary>Where a duty plan may send this machine, and where it may not.</summary>
public sealed class OutsideAddressesTests
{
    [Theory]
    [InlineData("0.0.0.0"), InlineData("0.1.2.3"), InlineData("10.1.2.3"), InlineData("100.64.0.1"), InlineData("100.100.100.200"), InlineData("127.0.0.1"), InlineData("127.255.255.254")]
    [InlineData("169.254.169.254"), InlineData("172.16.0.1"), InlineData("172.31.255.255"), InlineData("192.0.0.192"), InlineData("192.168.0.1"), InlineData("198.18.0.1")]
    [InlineData("224.0.0.1"), InlineData("255.255.255.255"), InlineData("168.63.129.16")]
    [InlineData("::"), InlineData("::1"), InlineData("::127.0.0.1"), InlineData("::ffff:10.0.0.1"), InlineData("64:ff9b::7f00:1"), InlineData("64:ff9b::a9fe:a9fe"), InlineData("64:ff9b:1::1")]
    [InlineData("2002:7f00:1::1"), InlineData("2001::1"), InlineData("2001:db8::1"), InlineData("fe80::1"), InlineData("fec0::1"), InlineData("fc00::1"), InlineData("fd00:ec2::254"), InlineData("ff02::1")]
    public void The_own_network_is_not_called_in_any_of_its_forms(string address) => Assert.False(OutsideAddresses.OnlyPublic.Allows("x.example", IPAddress.Parse(address)));

    [Theory]
    [InlineData("1.1.1.1"), InlineData("9.255.255.255"), InlineData("11.0.0.1"), InlineData("100.63.255.255"), InlineData("100.128.0.1"), InlineData("172.15.0.1"), InlineData("172.32.0.1")]
    [InlineData("203.119.1.1"), InlineData("223.5.5.5"), InlineData("2400:3200::1"), InlineData("2606:4700::1111"), InlineData("64:ff9b::101:101"), InlineData("::ffff:1.1.1.1")]
    public void The_public_internet_is(string address) => Assert.True(OutsideAddresses.OnlyPublic.Allows("x.example", IPAddress.Parse(address)));

    [Theory]
    [InlineData("http://127.0.0.1/"), InlineData("http://0x7f.1/"), InlineData("http://2130706433/"), InlineData("http://[::1]/"), InlineData("http://[::ffff:192.168.0.1]/")]
    [InlineData("https://localhost:8443/"), InlineData("http://LOCALHOST./"), InlineData("http://a.localhost/"), InlineData("http://169.254.169.254/latest/meta-data/")]
    public void A_name_that_can_only_mean_this_machine_or_its_network_is_refused_when_it_is_written(string url) => Assert.False(OutsideAddresses.OnlyPublic.MayBeNamed(new Uri(url)));

    [Theory, InlineData("http://qyapi.weixin.qq.com/x"), InlineData("http://1.1.1.1/"), InlineData("http://[2606:4700::1111]/"), InlineData("http://intranet/")]
    public void Any_other_name_is_judged_when_it_is_looked_up(string url) => Assert.True(OutsideAddresses.OnlyPublic.MayBeNamed(new Uri(url)));

    [Fact]
    public void What_the_operator_lists_is_allowed_and_nothing_beside_it()
    {
        var outside = OutsideAddresses.Read("10.20.0.0/16, robots.lan 192.168.7.7,fd12::/16");
        foreach (var (host, address, allowed) in ((string, string, bool)[])[
            ("x", "10.20.3.4", true), ("x", "::ffff:10.20.3.4", true), ("x", "10.21.0.1", false), ("x", "192.168.7.7", true), ("x", "192.168.7.8", false), ("x", "fd12::5", true),
            ("Robots.lan", "10.99.0.1", true), ("robots.lan.evil.example", "10.99.0.1", false)])
            Assert.True(allowed == outside.Allows(host, IPAddress.Parse(address)), $"{host} {address}");
    }
}
