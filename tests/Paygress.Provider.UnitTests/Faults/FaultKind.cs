namespace Paygress.Provider.UnitTests.Faults;

/// <summary>What goes wrong at a point.</summary>
public enum FaultKind
{
    /// <summary>The provider is killed before the effect.</summary>
    CrashBefore,

    /// <summary>The provider is killed after the effect, before it hears of it.</summary>
    CrashAfter,

    /// <summary>The provider is killed, and the effect takes place when the next one runs already.</summary>
    CrashLate,

    /// <summary>The effect is refused.</summary>
    Error,

    /// <summary>No answer within the deadline, and no effect.</summary>
    Hang,

    /// <summary>No answer within the deadline, and the effect takes place later.</summary>
    Late,

    /// <summary>The effect takes place, the answer is lost.</summary>
    LostReply,
}
