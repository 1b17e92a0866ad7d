namespace Paygress.Provider.Core.Diagnostics;

/// <summary>How a request came to its end.</summary>
public enum SpawnEnding
{
    /// <summary>Its lease runs.</summary>
    Active,

    /// <summary>It was not taken on: no capacity, no image.</summary>
    Rejected,

    /// <summary>It was begun and is undone.</summary>
    Failed,
}
