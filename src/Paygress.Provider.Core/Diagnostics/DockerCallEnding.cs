namespace Paygress.Provider.Core.Diagnostics;

/// <summary>How a question to docker ended.</summary>
public enum DockerCallEnding
{
    /// <summary>It was answered.</summary>
    Done,

    /// <summary>Docker, or its client, said no. That a thing is not there is such an answer too.</summary>
    Refused,

    /// <summary>There was no answer in time.</summary>
    Silent,

    /// <summary>It was not asked: the client could not be started, or docker is known to be silent.</summary>
    NotAsked,
}
