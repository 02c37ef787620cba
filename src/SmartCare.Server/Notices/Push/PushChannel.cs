using SmartCare.Domain.Notices;
using SmartCare.Server.Accounts;
using SmartCare.Server.Notices.Channels;

namespace SmartCare.Server.Notices.Push;

/// <summary>To every phone on which an account has turned notices on, at once. What the account may see is asked with each try.</summary>
internal sealed class PushChannel(PushSubscriptions phones, PushPost post, AccountStore accounts, Viewers viewers) : INoticeChannel
{
    public IReadOnlyList<ChannelKind> Kinds { get; } = [ChannelKind.Push];

    public async Task<ChannelAnswer> SendAsync(NoticeLetter letter, CancellationToken cancellation)
    {
        var user = letter.Notice.Channel.Address;
        if (accounts.FindUnlocked(user) is not { } account) return ChannelAnswer.Nobody("there is no such account, or it is locked");
        if (!MaySee(account, letter)) return ChannelAnswer.Nobody("this account may not see that alert");
        var answers = await Task.WhenAll(phones.Of(user).Select(p => post.SendAsync(p, letter, account, cancellation)));
        return Sum(answers);
    }

    private bool MaySee(Account account, NoticeLetter letter)
    {
        if (letter.Notice.AlertId.Length == 0) return true;
        var viewer = viewers.Of(account, byProvider: true);
        // The barest text names the site and the kind alone; a family's elder is not known then.
        return letter.Text.Alert is { } alert ? viewer.Sees(alert) : viewer.MayAnswer && viewer.SeesSite(letter.Notice.SiteId.Value);
    }

    /// <summary>One phone is enough; else whatever gives most hope.</summary>
    private static ChannelAnswer Sum(ChannelAnswer[] answers)
    {
        var taken = answers.Count(a => a.Verdict is ChannelVerdict.PassedOn);
        if (taken > 0) return ChannelAnswer.PassedOn($"the push service took it for {taken} of {answers.Length}");
        foreach (var verdict in (ChannelVerdict[])[ChannelVerdict.Later, ChannelVerdict.Refused])
            if (Array.Find(answers, a => a.Verdict == verdict) is { Text: not null } answer)
                return answer;
        return ChannelAnswer.Nobody("this account has notices on at no phone");
    }
}
