namespace Paygress.Provider.Core.Images;

/// <summary>When an image is fetched from its registry.</summary>
public enum PullPolicy
{
    /// <summary>When it is not on the host.</summary>
    Missing,

    /// <summary>Never: what is not on the host is not started.</summary>
    Never,

    /// <summary>Before every spawn.</summary>
    Always,
}
