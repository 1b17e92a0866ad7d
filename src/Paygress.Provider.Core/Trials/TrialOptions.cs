namespace Paygress.Provider.Core.Trials;

/// <summary>When limits are tried on this host: section <c>Trial</c>.</summary>
public sealed class TrialOptions
{
    public const string SectionName = "Trial";

    /// <summary>Tries them by itself, when there was no trial on this host or it has another kernel, docker, storage driver or runtime since; <c>paygress-provider trial</c> does it at any time.</summary>
    public bool AtFirstStart { get; set; } = true;
}
