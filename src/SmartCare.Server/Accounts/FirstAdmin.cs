using SmartCare.Server.Operations;

namespace SmartCare.Server.Accounts;

/// <summary>An installation that is not the demo begins with one admin, whose password is shown once.</summary>
internal static class FirstAdmin
{
    public static void MakeIfNeeded(AccountStore accounts, Settings settings, TextWriter to)
    {
        if (settings.Demo || !accounts.IsEmpty) return;
        var password = PasswordRules.Generate();
        accounts.Add(new Account("admin", "管理员", Role.Admin, [], [], new PasswordCheck().Hash(password), Demo: false) { MustChangePassword = true });
        to.WriteLine($"First start: sign in as admin with the password {password} (shown this once; you are asked for another one).");
    }
}
