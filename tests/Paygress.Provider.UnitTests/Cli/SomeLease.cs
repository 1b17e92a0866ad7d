using Paygress.Provider.Api.Messages;

namespace Paygress.Provider.UnitTests.Cli;

/// <summary>Plausible leases as the API shows them.</summary>
internal static class SomeLease
{
    public const string Id = "019b7e00000070008000aaaabbbbcccc";

    /// <summary>Lists compare by reference.</summary>
    public static readonly IReadOnlyList<LeasePortMessage> NoPorts = [];

    public static LeaseMessage Active(int vmid = 1000, double secondsLeft = 600) => new()
    {
        LeaseId = Id,
        Vmid = vmid,
        RequestId = "req-1",
        State = "active",
        Owner = "local",
        Template = "hello",
        Image = "paygress/hello:1",
        Tier = "tiny",
        CreatedAt = CliHarness.Now,
        StartedAt = CliHarness.Now,
        ExpiresAt = CliHarness.Now.AddSeconds(secondsLeft),
        SecondsLeft = secondsLeft,
        Ports = [new LeasePortMessage("0.0.0.0", 20000, 8080, "tcp", "http")],
        DataPath = "/data",
    };

    public static LeaseMessage Waiting(string state, string? progress = null) =>
        Active() with { State = state, Vmid = null, StartedAt = null, ExpiresAt = null, SecondsLeft = null, Ports = [], Progress = progress };

    public static LeaseMessage Failed(string code) =>
        Waiting("failed") with { EndReason = "rejected", Code = code, LastError = "nothing is free; try a smaller tier" };

    public static ProblemMessage Problem(int status, string code, params ProblemFaultMessage[] errors) =>
        new() { Type = "about:blank", Title = "No", Status = status, Code = code, Detail = "it can't be done; do something else", Errors = errors };
}
