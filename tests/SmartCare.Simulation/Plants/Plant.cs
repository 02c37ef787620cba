namespace SmartCare.Simulation.Plants;

/// <summary>Bugs to plant, one for each thing the oracles watch: a run that does not find them would find nothing.</summary>
internal enum Plant
{
    None,

    /// <summary>The disk says "written" of the last batch before the power goes, and was not.</summary>
    DropEntry,

    /// <summary>One need in fifty never reaches its site.</summary>
    LoseAlarm,

    /// <summary>DUP is not looked at: a button's redelivery is another press.</summary>
    DoublePress,

    /// <summary>Now and then the wrong elder is named.</summary>
    WrongSubject,

    /// <summary>A site's due time is not found again after a restart.</summary>
    LoseTimer,

    /// <summary>Ticks come eight seconds late.</summary>
    LateTimer,

    /// <summary>Each escalation is announced twice.</summary>
    EscalateTwice,

    /// <summary>A detector's test is taken for a fire.</summary>
    RingOnTest,

    /// <summary>Now and then someone is called for nothing.</summary>
    CryWolf,

    /// <summary>One change in ten that matters is taken for one that may follow: a crash forgets it.</summary>
    UnsteadyRule,

    /// <summary>What another version saved is taken for a new grain.</summary>
    LoseOldState,

    /// <summary>After a restart the sequence begins with a number that was given.</summary>
    ReuseSeq,

    /// <summary>Two alerts have one id.</summary>
    ReuseId,

    /// <summary>An answer is written into the history of an alert that has ended.</summary>
    LifeAfterDeath,

    /// <summary>Decisions wait for the disk, however long it takes.</summary>
    WaitForDisk,

    /// <summary>Now and then an urgent need is put inside an incident instead of ringing.</summary>
    HideHigh,

    /// <summary>Now and then a notice is not wanted.</summary>
    TellNobody,

    /// <summary>Now and then another family hears of it.</summary>
    TellStrangers,

    /// <summary>Nobody says that alerts come faster than the desk can answer.</summary>
    MissFlood,

    /// <summary>What happens in earnest is taken for a drill.</summary>
    DrillInEarnest,

    /// <summary>Nobody looks who may write: a silo that was given up writes over what others have decided since.</summary>
    SkipFence,

    /// <summary>Now and then a letter is not brought, and counts as answered.</summary>
    DropLetter,

    /// <summary>Now and then a receiver does not look at what it has had.</summary>
    TakeLetterTwice,

    /// <summary>A wall clock that is set back is waited for.</summary>
    FreezeClock,

    /// <summary>The wall clock is believed at each start, whatever the journal says; while the silo lives it never goes back.</summary>
    TrustClock,

    /// <summary>What a device says is old is old, also when it is the watch that is years ahead.</summary>
    BelieveOldTime,

    /// <summary>Resolved counts as over: that a detector goes on is forgotten.</summary>
    ForgetStanding,

    /// <summary>Each notice about what can wait is wanted thirty times.</summary>
    RingPhones,
}
