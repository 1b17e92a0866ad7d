using System.Collections.Immutable;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.Api;

/// <summary>Answers with RFC 9457 problem documents.</summary>
internal static class ProblemResults
{
    public const string ContentType = "application/problem+json";

    private const string TypePrefix = "urn:paygress:error:";

    /// <summary>The answer for one problem.</summary>
    public static IResult For(Problem problem) => For([problem]);

    /// <summary>The answer for all that is wrong; the first one gives status and code.</summary>
    public static IResult For(ImmutableArray<Problem> problems)
    {
        var (first, status) = (problems[0], ProblemStatus.Of(problems[0].Code));
        var message = new ProblemMessage
        {
            Type = TypePrefix + first.Code,
            Title = first.Code.Replace('_', ' '),
            Status = status,
            Detail = first.Where is null ? first.Detail : $"{first.Where}: {first.Detail}",
            Code = first.Code,
            Errors = problems.Length > 1 ? [.. problems.Select(p => new ProblemFaultMessage(p.Code, p.Where, p.Detail))] : null,
        };
        return Results.Json(message, ApiJsonContext.Default.ProblemMessage, ContentType, status);
    }

    /// <summary>The machine did not tell how it is.</summary>
    public static IResult NotMeasured() => For(new Problem(ErrorCodes.BackendError, "cpu, memory or disk of this machine could not be measured"));

    /// <summary>There is no such lease.</summary>
    public static IResult NoSuchLease(string given) =>
        For(new Problem(ErrorCodes.NotFound, $"there is no lease {given}; give a vmid or a lease id of 32 hex digits"));
}
