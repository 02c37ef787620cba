using SmartCare.Server.Api;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Accounts;

/// <summary>Wires who may sign in, by what, and what ends when that ends.</summary>
internal static class AccountParts
{
    public static void AddAccounts(this IServiceCollection services, AuthSettings settings)
    {
        services.AddSingleton<AccountStore>();
        services.AddSingleton(settings);
        services.AddSingleton<SecondFactors>();
        services.AddSingleton<OpenIdPeople>();
        services.AddSingleton<Viewers>();
        services.AddSingleton<ApiTokens>();
        services.AddSingleton<PeopleEdit>();
        services.AddSingleton<PasswordCheck>();
        services.AddSingleton<SignInThrottle>();
        services.AddSingleton<SignIn>();
        services.AddSingleton<KnownBrowser>();
        services.AddSingleton<PasswordTry>();
        services.AddSingleton<BrowserSessions>();
        services.AddSingleton<AccessRevocation>();
        services.AddHostedService(s => s.GetRequiredService<AccessRevocation>());
        services.AddSingleton(s => new DeviceVerifier(
            s.GetRequiredService<DataFolder>().PathOf(Path.Combine("keys", "devices")), s.GetRequiredService<ILogger<DeviceVerifier>>()));
    }
}
