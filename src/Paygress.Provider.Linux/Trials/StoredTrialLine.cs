namespace Paygress.Provider.Linux.Trials;

/// <summary>One line of a trial's report, as its file holds it.</summary>
internal sealed class StoredTrialLine
{
    public string Limit { get; set; } = "";

    /// <summary>What can't be offered without it.</summary>
    public string Needed { get; set; } = "";

    public string Outcome { get; set; } = "";

    public string Said { get; set; } = "";
}
