namespace Paygress.Provider.UnitTests.OpenApi;

/// <summary>What a caller has to know of one route.</summary>
internal sealed record ApiOperation(string Method, string Path, string Summary)
{
    /// <summary>More than fits a line; none when there is no more to say.</summary>
    public string? Details { get; init; }

    /// <summary>The type of the body; none for routes that take none.</summary>
    public Type? Body { get; init; }

    /// <summary>The type of the answer; none for one that is no JSON of ours.</summary>
    public Type? Answer { get; init; }

    /// <summary>Another shape that the answer may have; none where there is one alone.</summary>
    public Type? OtherAnswer { get; init; }

    /// <summary>The content type of an answer that is no JSON of ours.</summary>
    public string AnswerContent { get; init; } = "application/json";

    /// <summary>The status of success, each with what it means.</summary>
    public (int Status, string Meaning)[] Success { get; init; } = [(200, "The answer.")];

    public (string Name, string Kind, string Meaning)[] Query { get; init; } = [];

    /// <summary>The codes with which it may refuse.</summary>
    public string[] Codes { get; init; } = [];
}
