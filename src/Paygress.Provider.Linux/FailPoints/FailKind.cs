namespace Paygress.Provider.Linux.FailPoints;

/// <summary>What goes wrong at a fail point.</summary>
internal enum FailKind
{
    /// <summary>The provider is killed before the effect.</summary>
    CrashBefore,

    /// <summary>The provider is killed after the effect, before it hears of it.</summary>
    CrashAfter,

    /// <summary>The provider is killed while a program has the effect; the program goes on. Programs only.</summary>
    CrashDuring,

    /// <summary>The effect is refused.</summary>
    Error,

    /// <summary>The effect is refused, since the disk is full.</summary>
    DiskFull,

    /// <summary>The effect takes place, the answer is an error.</summary>
    LostReply,

    /// <summary>No answer within the deadline, and no effect. Programs only; so are the next two.</summary>
    Hang,

    /// <summary>No answer within the deadline, and the effect takes place after it.</summary>
    Late,

    /// <summary>The effect takes place and is answered, but later than usual.</summary>
    Delay,
}
