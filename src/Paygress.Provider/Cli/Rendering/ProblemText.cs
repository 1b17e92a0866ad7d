using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;

namespace Paygress.Provider.Cli.Rendering;

/// <summary>Errors as lines for standard error.</summary>
internal static class ProblemText
{
    /// <summary>The refusal with its code; more than one fault, or a fault of a field, gets a line each.</summary>
    public static IEnumerable<string> Lines(ProblemMessage problem)
    {
        yield return $"error: {Printable.Line(problem.Detail)} ({problem.Code})";
        foreach (var fault in problem.Errors ?? [])
        {
            var where = fault.Where is null ? "" : $"{fault.Where}: ";
            yield return $"  {fault.Code}: {Printable.Line(where + fault.Detail)}";
        }
    }

    public static IEnumerable<string> Lines(ConnectionFault fault) => [$"error: {Printable.Line(fault.What)}; {fault.Remedy}"];
}
