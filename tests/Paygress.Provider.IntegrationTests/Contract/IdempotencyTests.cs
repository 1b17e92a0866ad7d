using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

[Collection(DaemonCollection.Name)]
public sealed class IdempotencyTests : IAsyncDisposable
{
    private const int SigCont = 18;
    private const int SigStop = 19;

    private readonly ProviderProcess _provider = new();
    private readonly HeldDocker _docker;

    public IdempotencyTests() => _docker = new HeldDocker(_provider.Site);

    public async ValueTask DisposeAsync()
    {
        _docker.LetGo();
        await _provider.DisposeAsync();
    }

    [Fact]
    public async Task Submit_SameIdAtOnce_MakesOneLease()
    {
        await StartAsync();
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => _provider.Api.SubmitAsync(Request("one"))));

        answers.Select(a => a.Lease.LeaseId).Distinct().ShouldHaveSingleItem();
        answers.Count(a => (int)a.Status == 202).ShouldBe(1);
        _docker.LetGo();
        await _provider.Api.FollowAsync("r1");
        (await _provider.Api.ListAsync(all: true)).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Submit_SameIdAfterKillAndRestart_IsTheSameLease()
    {
        await StartAsync();
        var first = await SubmitAndKillAsync();
        await _provider.StartAgainAsync();

        var again = await _provider.Api.SubmitAsync(Request("one"));

        ((int)again.Status, again.Lease.LeaseId).ShouldBe((200, first.LeaseId));
        ContractProvider.CheckProblem(await _provider.Api.SubmitAsync(Request("other")), 409, "request_id_conflict");
        _docker.LetGo();
        (await _provider.Api.FollowAsync("r1")).State.ShouldBe("active");
        (await _provider.OfOursAsync("ps", "--all", "--quiet")).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Submit_SameIdWithAnotherBody_IsAConflictAndTheFirstEnvStays()
    {
        await StartAsync();
        var first = (await _provider.Api.SubmitAsync(Request("one"))).Lease;

        ContractProvider.CheckProblem(await _provider.Api.SubmitAsync(Request("other")), 409, "request_id_conflict");
        _docker.LetGo();
        var lease = await _provider.Api.FollowAsync("r1");

        lease.LeaseId.ShouldBe(first.LeaseId);
        (await TestEngine.DockerAsync("inspect", "--format={{json .Config.Env}}", lease.Container!.Name)).ShouldContain("\"WHICH=one\"");
        ContractProvider.CheckProblem(await _provider.Api.SubmitAsync(Request("other")), 409, "request_id_conflict");
        Directory.GetFiles(Path.Combine(_provider.Site.DataDirectory, "requests")).ShouldBeEmpty();
    }

    private static SpawnMessage Request(string which) => new() { RequestId = "r1", Template = "idle", DurationSeconds = 60, Env = new() { ["WHICH"] = which } };

    private Task StartAsync() => _provider.StartAsync(("Docker:Program", _docker.Program));

    // While docker stands still nothing is begun, so nothing is there to be undone.
    private async Task<LeaseMessage> SubmitAndKillAsync()
    {
        EngineProcess.Signal(SigStop);
        try
        {
            var submitted = (await _provider.Api.SubmitAsync(Request("one"))).Lease;
            await _provider.KillAsync();
            return submitted;
        }
        finally
        {
            EngineProcess.Signal(SigCont);
        }
    }
}
