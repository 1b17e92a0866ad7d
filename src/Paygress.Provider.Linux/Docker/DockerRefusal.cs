namespace Paygress.Provider.Linux.Docker;

/// <summary>Why docker said no, or could not be asked.</summary>
internal enum DockerRefusal
{
    /// <summary>Something that has no meaning of its own to us.</summary>
    Other,

    /// <summary>The daemon was not reached, or the connection broke: nothing is known.</summary>
    Unreachable,

    /// <summary>There is no container, volume or network of that name or id.</summary>
    NoSuchObject,

    /// <summary>There is no such image.</summary>
    NoSuchImage,

    /// <summary>A container of that name is there already, or a network of that name or bridge.</summary>
    NameTaken,

    /// <summary>A host port is in use.</summary>
    PortTaken,

    /// <summary>The disk is full.</summary>
    NoSpace,

    /// <summary>The container does not run.</summary>
    NotRunning,

    /// <summary>Somebody else is removing it at this moment.</summary>
    RemovalInProgress,

    /// <summary>A container still uses it.</summary>
    InUse,

    /// <summary>The device of a volume is not there or cannot be mounted.</summary>
    NotMounted,

    /// <summary>The env file could not be read. Its text may be quoted in the message, so that is never passed on.</summary>
    BadEnvironmentFile,
}
