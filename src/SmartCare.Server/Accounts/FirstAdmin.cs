using System.Security.Cryptography;
using SmartCare.Server.Operations;

namespace SmartCare.Server.Accounts;

/// <summary>An installation that is not the demo begins with one admin, whose password is shown once.</summary>
internal static class FirstAdmin
{
    public static void MakeIfNeeded(AccountStore accounts, Settings settings)
    {
        if (settings.Demo || !accounts.IsEmpty) return;
        var password = Convert.ToHexString(RandomNumberGenerator.GetBytes(8)).ToLowerInvariant();
        accounts.Add(new Account("admin", "管理员", Role.Admin, [], [], new PasswordCheck().Hash(password), Demo: false));
        Console.WriteLine($"First start: sign in as admin with the password {password} (shown this once).");
    }
}
