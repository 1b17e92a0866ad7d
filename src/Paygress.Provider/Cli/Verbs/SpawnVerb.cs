using System.CommandLine;
using System.CommandLine.Parsing;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Cli.Client;
using Paygress.Provider.Cli.Rendering;

namespace Paygress.Provider.Cli.Verbs;

/// <summary>Asks for a lease and waits until it runs.</summary>
internal sealed class SpawnVerb : ClientVerb, IChecked
{
    private readonly SpawnOptions _options = new();
    private readonly Option<bool> _noWait = new("--no-wait") { Description = "Return as soon as the request is durable." };
    private string? _requestId;

    public SpawnVerb(CliContext context)
        : base(
            context, "spawn", "Ask for a lease and wait until it runs.",
            "paygress-provider spawn --template hello --duration 10m",
            "paygress-provider spawn -t nostr-relay --tier basic -d 7d --owner alice",
            "paygress-provider spawn -t agent-sandbox -d 2h -e EXEC_USER=me --env-file pass",
            "paygress-provider spawn -t hello -d 1h --encrypt --key-file key --json",
            "",
            "Exits 0 when the lease is active, 4 when it was refused or failed.",
            "The same --request-id again never makes a second lease.")
    {
        Define([.. _options.All, _noWait]);
    }

    public IEnumerable<string> Check(CommandResult result) => _options.Check(result);

    protected override Task<int> RunAsync(ClientCall call, CancellationToken cancellationToken) =>
        EnvInput.UseAsync(call, _options.EnvFile(call.Arguments), _options.Env(call.Arguments), env => SpawnAsync(call, env, cancellationToken), cancellationToken);

    protected override void Interrupted(ClientCall call)
    {
        if (_requestId is not null)
        {
            call.Note($"interrupted; request {_requestId} goes on if it had arrived");
            call.Note("see it with 'paygress-provider leases', end it with 'paygress-provider release VMID|LEASE'");
        }
    }

    private Task<int> SpawnAsync(ClientCall call, Dictionary<string, string>? env, CancellationToken cancellationToken) =>
        _options.KeyFile(call.Arguments) is { } path
            ? KeyInput.UseAsync(call, path, key => SpawnAsync(call, env, key, cancellationToken), cancellationToken)
            : SpawnAsync(call, env, key: null, cancellationToken);

    private async Task<int> SpawnAsync(ClientCall call, Dictionary<string, string>? env, byte[]? key, CancellationToken cancellationToken)
    {
        var message = _options.Message(call.Arguments, env, key, call.Time.GetUtcNow());
        _requestId = message.RequestId;
        var progress = new SpawnProgress(call.Terminal.Error);
        var wait = new SpawnWait(call, progress);
        var reply = await progress.ShowAsync(() => wait.RunAsync(message, onlyAccepted: call.Arguments.GetValue(_noWait), cancellationToken));
        if (reply is not Reply<LeaseMessage>.Ok { Value: var lease })
        {
            return call.Fail(reply, $"the request may have arrived; the same command with --request-id {message.RequestId} asks again without making a second lease");
        }

        return Show(call, lease);
    }

    private int Show(ClientCall call, LeaseMessage lease)
    {
        if (call.Json)
        {
            call.PrintJson(lease, CliJson.Api.LeaseMessage);
        }

        if (SpawnWait.HasFailed(lease))
        {
            call.Note($"error: {Printable.Line(lease.LastError ?? "the lease did not become active")} ({lease.Code ?? lease.EndReason ?? lease.State})");
            call.Note($"its story: 'paygress-provider inspect {lease.LeaseId}'");
            return ExitCode.Refused;
        }

        // As of a request id that was given before.
        if (!SpawnWait.IsLive(lease, call.Arguments.GetValue(_noWait)))
        {
            call.Note($"error: the lease of this request is {Printable.Line(lease.State)}{(lease.EndReason is { } reason ? $" ({Printable.Line(reason)})" : "")}");
            call.Note(lease.State == "locked" ? $"give its key: 'paygress-provider unlock {lease.LeaseId} --key-file KEY'" : "ask with another --request-id for a new one");
            return ExitCode.Refused;
        }

        if (!call.Json)
        {
            call.Print(LeaseDetails.Access(lease));
            if (call.Arguments.GetValue(_noWait))
            {
                call.PrintLine($"accepted; look with 'paygress-provider inspect {lease.LeaseId}'");
            }
        }

        return ExitCode.Done;
    }
}
