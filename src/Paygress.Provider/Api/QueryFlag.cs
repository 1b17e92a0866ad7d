using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api;

/// <summary>A wish in a query that is on or off, as <c>?all=true</c>.</summary>
internal static class QueryFlag
{
    /// <summary>True when it is on; none and empty are off.</summary>
    /// <param name="fault">What is wrong when it is neither <c>true</c> nor <c>false</c>.</param>
    public static bool Read(string name, string? text, out Problem? fault)
    {
        fault = string.IsNullOrEmpty(text) || bool.TryParse(text, out _) ? null : new Problem(ErrorCodes.InvalidRequest, "must be true or false", name);
        return bool.TryParse(text, out var isOn) && isOn;
    }
}
