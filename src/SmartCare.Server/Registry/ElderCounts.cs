using System.Collections.Concurrent;
using SmartCare.Domain.Registry;

namespace SmartCare.Server.Registry;

/// <summary>How many elders live at a site, and how many of them are of each category; an elder may be of several.</summary>
internal sealed record ElderSum(int Elders, IReadOnlyDictionary<ElderCategory, int> Categories);

/// <summary>
/// Who lives at each site, counted with each record that is taken: a district has 700,000 elders, and its page is asked for all day. Who reaches
/// <see cref="Ledger.AdvancedAge"/> is counted by the day on which that happens, so a new day costs a look at one number.
/// </summary>
internal sealed class ElderCounts
{
    private readonly ConcurrentDictionary<string, SiteCount> _sites = new();

    /// <param name="before">As it was counted; null: it was not there.</param>
    /// <param name="after">Null: it is there no more.</param>
    public void Change(Elder? before, Elder? after)
    {
        if (before is { LivesHere: true }) Of(before.SiteId.Value).Add(before, -1);
        if (after is { LivesHere: true }) Of(after.SiteId.Value).Add(after, 1);
    }

    /// <param name="today">On the site's calendar.</param>
    public ElderSum At(string site, DateOnly today) => Of(site).SumOn(today);

    private SiteCount Of(string site) => _sites.GetOrAdd(site, static _ => new SiteCount());

    private sealed class SiteCount
    {
        private static readonly ElderCategory[] s_categories = Enum.GetValues<ElderCategory>();

        private readonly Lock _gate = new();
        private readonly int[] _of = new int[s_categories.Length];

        /// <summary>How many become of advanced age on each day.</summary>
        private readonly Dictionary<DateOnly, int> _turns = [];

        private DateOnly _on = DateOnly.MinValue;
        private int _elders, _advanced;

        public void Add(Elder elder, int by)
        {
            lock (_gate)
            {
                _elders += by;
                foreach (var category in elder.Ledger.Categories) _of[(int)category] += by;
                if (elder.Ledger.BirthDate is not { } birth) return;
                var turns = birth.AddYears(Ledger.AdvancedAge);
                _turns[turns] = _turns.GetValueOrDefault(turns) + by;
                if (turns <= _on) _advanced += by;
            }
        }

        public ElderSum SumOn(DateOnly today)
        {
            lock (_gate)
            {
                Go(today);
                return new ElderSum(_elders, s_categories.ToDictionary(c => c, c => _of[(int)c] + (c is ElderCategory.AdvancedAge ? _advanced : 0)));
            }
        }

        private void Go(DateOnly today)
        {
            if (today == _on) return;
            // Day by day as long as that is less than all of them; a clock that was set back is counted anew, too.
            if (today < _on || today.DayNumber - _on.DayNumber > _turns.Count) _advanced = _turns.Where(t => t.Key <= today).Sum(t => t.Value);
            else
                for (var day = _on.AddDays(1); day <= today; day = day.AddDays(1))
                    _advanced += _turns.GetValueOrDefault(day);
            _on = today;
        }
    }
}
