using System.Text;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;
using Paygress.Provider.IntegrationTests.Docker;

namespace Paygress.Provider.IntegrationTests.Contract;

/// <summary>What is fetched is bounded, named by its digest, and removed again when it is ours alone.</summary>
[Collection(DaemonCollection.Name)]
public sealed class ImageKeepTests : IAsyncDisposable
{
    // bcrypt of "not-a-secret".
    private const string Users = "tester:$2y$05$abcdefghijklmnopqrstuuVPNOToLP9MHdthRCXkVoiIF0qNKnk2G";
    private const string Password = "not-a-secret";

    private readonly ProviderProcess _provider = new();
    private readonly string _docker = Path.Combine(TestEngine.Root, "docker-login");
    private RegistryProcess? _registry;

    private RegistryProcess Registry => _registry!;

    public async ValueTask DisposeAsync()
    {
        await _provider.DisposeAsync();

        // By name: another test's image may be the same.
        const string Name = """{{.Repository}}{{if eq .Tag "<none>"}}@{{.Digest}}{{else}}:{{.Tag}}{{end}}""";
        if (await TestEngine.ListAsync("images", "--digests", $"--format={Name}", "--filter=reference=*/keep/*") is { IsEmpty: false } left)
        {
            await TestEngine.DockerAsync(["image", "rm", .. left]);
        }

        if (_registry is not null)
        {
            await _registry.DisposeAsync();
        }

        if (Directory.Exists(_docker))
        {
            Directory.Delete(_docker, recursive: true);
        }
    }

    [Fact]
    public async Task Spawn_ImagesThatWereFetched_AreRemovedWhenUnusedAlsoAfterARestartAndOthersAreNot()
    {
        await StartRegistryAsync();
        var (first, second) = (await PushAsync("first"), await PushAsync("second"));
        await TestEngine.DockerAsync("tag", TestImages.Idle, $"{Registry.Address}/keep/foreign:1");
        await StartAsync(("Images:KeepGb", "0"));
        var lease = await SpawnAsync(first);
        lease.ImageDigest.ShouldNotBeNull().ShouldStartWith("sha256:");
        (await TestEngine.DockerAsync("image", "inspect", "--format={{json .RepoDigests}}", first)).ShouldContain(lease.ImageDigest);
        await SpawnAsync($"{Registry.Address}/keep/foreign:1");
        await _provider.Api.ReleaseAsync(lease.LeaseId);
        await _provider.Api.UntilAsync(lease.LeaseId, l => l.State == "ended");

        // An image that was found for a lease is spared for a while; one that starts anew has found none.
        await _provider.RestartAsync();
        await SpawnAsync(second);

        await _provider.UntilSaidAsync($"Image {first} was removed");
        (await TestEngine.ListAsync("images", "--format={{.Repository}}", "--filter=reference=*/keep/*")).Order()
            .ShouldBe([$"{Registry.Address}/keep/foreign", $"{Registry.Address}/keep/second"]);
    }

    [Fact]
    public async Task Spawn_ByDigest_IsThatImageAndPolicyCanAskForIt()
    {
        await StartRegistryAsync();
        var image = await PushAsync("pinned");
        await _provider.StartAsync(("Docker:PullPolicy", "missing"), ("Images:Allowed:0", $"{Registry.Address}/keep/*@sha256:*"));
        await TestEngine.DockerAsync("pull", image);
        var digest = (await TestEngine.DockerAsync("image", "inspect", "--format={{index .RepoDigests 0}}", image)).Split('@')[1];
        await TestEngine.DockerAsync("rmi", image);

        var byTag = await _provider.Api.SubmitAsync(new SpawnMessage { Image = image, DurationSeconds = 60 });
        var byDigest = await SpawnAsync($"{Registry.Address}/keep/pinned@{digest}");

        byTag.Body.ShouldContain("image_not_allowed");
        byDigest.ImageDigest.ShouldBe(digest);
    }

    [Fact]
    public async Task Spawn_ImageLargerThanMayBeStarted_FailsAndIsNotKept()
    {
        await StartRegistryAsync();
        var image = await PushAsync("large");
        await StartAsync(("Images:MaxSizeMb", "1"));

        var lease = await SubmitAsync(image);

        (lease.State, lease.Code).ShouldBe(("failed", "image_not_allowed"));
        lease.LastError!.ShouldContain("Images:MaxSizeMb is 1");
        await _provider.UntilSaidAsync($"Image {image} was removed");
    }

    [Fact]
    public async Task Spawn_PrivateRegistry_NeedsTheLoginAndNeverTellsIt()
    {
        await StartRegistryAsync(Users);
        await TestEngine.RunAsync("/bin/sh", "-c", $"echo {Password} | \"$0\" --config \"$1\" login --username tester --password-stdin {Registry.Address}", TestEngine.Program, _docker);
        var image = await PushAsync("private", _docker);
        await StartAsync();
        (await SubmitAsync(image)).Code.ShouldBe("image_pull_failed");

        _provider.SetEnvironment("DOCKER_CONFIG", _docker);
        await _provider.RestartAsync();

        (await SubmitAsync(image)).State.ShouldBe("active");
        _provider.Log.ShouldNotContain(l => l.Contains(Password, StringComparison.Ordinal) || l.Contains(Convert.ToBase64String(Encoding.UTF8.GetBytes($"tester:{Password}")), StringComparison.Ordinal));
    }

    private async Task StartRegistryAsync(string? users = null) => _registry = await RegistryProcess.StartAsync(TestEngine.Root, users: users);

    private Task StartAsync(params (string, string)[] settings) =>
        _provider.StartAsync([("Docker:PullPolicy", "missing"), ("Images:Allowed:0", "127.0.0.1:*"), .. settings]);

    // An image with content of its own, in the registry alone.
    private async Task<string> PushAsync(string name, string? login = null)
    {
        var image = $"{Registry.Address}/keep/{name}:1";
        var container = await TestEngine.DockerAsync("create", "--network=none", TestImages.Idle);
        await TestEngine.DockerAsync("commit", $"--message={name}", container, image);
        await TestEngine.DockerAsync("rm", container);
        await TestEngine.DockerAsync([.. login is null ? (string[])[] : ["--config", login], "push", image]);
        await TestEngine.DockerAsync("rmi", image);
        return image;
    }

    private async Task<LeaseMessage> SpawnAsync(string image)
    {
        var lease = await SubmitAsync(image);
        lease.State.ShouldBe("active", lease.LastError);
        return lease;
    }

    private async Task<LeaseMessage> SubmitAsync(string image)
    {
        var asked = (await _provider.Api.SubmitAsync(new SpawnMessage { Image = image, DurationSeconds = 600 })).Lease;
        return await _provider.Api.UntilAsync(asked.LeaseId, l => l.State is "active" or "failed");
    }
}
