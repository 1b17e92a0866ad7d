namespace Paygress.Provider.Core.Stories;

/// <summary>How a step of a lease's story came out.</summary>
public enum StoryOutcome
{
    /// <summary>It came to its end as it should.</summary>
    Done,

    /// <summary>It came to an end that it should not have had.</summary>
    Failed,

    /// <summary>It goes on.</summary>
    UnderWay,
}
