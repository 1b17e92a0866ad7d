using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Checks;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Text;
using Paygress.Provider.Core.Trials;

namespace Paygress.Provider.Trials;

/// <summary>Trying the limits of this host, and what the last trial has shown.</summary>
internal static class TrialEndpoints
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/trial", Get);
        routes.MapPost("/v1/trial", RunAsync);
    }

    private static IResult Get(ITrialBook book) => book.Read() is { } report
        ? Answer(report)
        : ProblemResults.For(new Problem(ErrorCodes.NotFound, "there was no trial on this host yet; make one with 'paygress-provider trial'"));

    // A caller who goes does not end it: its report is for all.
    private static async Task<IResult> RunAsync(TrialRun trial, CheckPulse checks, IHostApplicationLifetime lifetime)
    {
        try
        {
            var result = await trial.RunAsync(lifetime.ApplicationStopping);
            checks.Wanted.Send();
            return result is HostResult<TrialReport>.Done { Value: var report } ? Answer(report) : ProblemResults.For(result.Error!); // not done carries an error
        }
        catch (OperationCanceledException) when (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return ProblemResults.For(new Problem(ErrorCodes.BackendUnavailable, "the provider stops; make the trial again"));
        }
    }

    private static IResult Answer(TrialReport report) => Results.Json(
        new TrialMessage(report.At, report.Build, [.. report.Lines.Select(l => new TrialLineMessage(l.Limit, EnumText<TrialOutcome>.Of(l.Outcome), l.Said))]),
        ApiJsonContext.Default.TrialMessage);
}
