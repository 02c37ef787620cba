using SmartCare.Mqtt.Packets;
using SmartCare.Server.Tests.Support;
using SmartCare.Testing;

namespace SmartCare.Server.Tests.Mqtt;

[Collection(InTheHouse.Name)]
public sealed class SignInTests(House house)
{
    [Theory]
    [InlineData("call-102-1", "wrong", 5)]
    [InlineData("call-102-1", "wrong", 4)]
    [InlineData("call-102-1", "", 5)]
    [InlineData("call-102-1", null, 5)]
    [InlineData("no-such-device", "demo", 5)]
    [InlineData("no-such-device", "demo", 4)]
    [InlineData("duty", "demo", 5)]
    [InlineData(null, null, 5)]
    [InlineData(null, null, 4)]
    public async Task Who_is_not_known_is_refused_with_the_reason_that_the_standard_names(string? user, string? password, byte level)
    {
        var before = await house.Host.MetricAsync("smartcare_mqtt_logins_refused_total");
        var refused = await Assert.ThrowsAsync<MqttNetException>(() =>
            house.Host.MqttAsync("x", level, o => o with { UserName = user, Password = password }));
        // 3.1.1 has return code 4 (bad user name or password) for it; the client says it in 5.0's word.
        Assert.Equal(MqttReason.BadUserNameOrPassword, refused.Reason);
        Assert.Equal(before + 1, await house.Host.MetricAsync("smartcare_mqtt_logins_refused_total"));
    }

    [Theory]
    [InlineData("call-102-1", 4)]
    [InlineData("call-102-1", 5)]
    [InlineData("gateway", 5)]
    public async Task A_device_enters_with_its_password(string user, byte level) => await (await house.Host.MqttAsync(user, level)).DisposeAsync();

    [Fact]
    public async Task A_persons_password_cannot_be_guessed_over_mqtt_without_end()
    {
        await using var own = await TestHost.StartAsync();
        for (var i = 0; i < 10; i++)
            await Assert.ThrowsAsync<MqttNetException>(() => own.MqttAsync("director", with: o => o with { Password = $"{i}" }));
        await Assert.ThrowsAsync<MqttNetException>(() => own.MqttAsync("director", with: o => o with { Password = "director" }));
        await (await own.MqttAsync("duty", with: o => o with { Password = "duty" })).DisposeAsync();
    }

    [Fact]
    public async Task A_device_is_let_in_however_often_somebody_guessed_its_password()
    {
        for (var i = 0; i < 12; i++)
            await Assert.ThrowsAsync<MqttNetException>(() => house.Host.MqttAsync("smoke-102", with: o => o with { Password = $"{i}" }));
        await (await house.Host.MqttAsync("smoke-102")).DisposeAsync();
    }
}
