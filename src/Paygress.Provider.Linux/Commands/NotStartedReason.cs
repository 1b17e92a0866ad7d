namespace Paygress.Provider.Linux.Commands;

/// <summary>Why a program could not be started.</summary>
internal enum NotStartedReason
{
    /// <summary>There is no such file.</summary>
    NotFound,

    /// <summary>There is one, but it may not or can not be executed.</summary>
    NotExecutable,

    /// <summary>The system refused: out of memory, of processes, of file descriptors, or the arguments are too long.</summary>
    Refused,

    /// <summary>It was held back, because whom it speaks to does not answer.</summary>
    Silent,

    /// <summary>It was held back, because as many of its kind as may run do.</summary>
    Crowded,
}
