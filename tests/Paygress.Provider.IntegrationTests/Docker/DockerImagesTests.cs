using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Contracts;
using Paygress.Provider.Core.Images;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Docker;

namespace Paygress.Provider.IntegrationTests.Docker;

public sealed class DockerImagesTests(DockerHost host) : IClassFixture<DockerHost>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact(Timeout = 60_000)]
    public async Task FindAsync_Images_ByNameOrNone()
    {
        var images = Images(host.Options);

        (await images.FindAsync("paygress/hello:1", Token)).Value()!.Id.ShouldBe(host.HelloImageId);
        (await images.FindAsync("paygress/nosuch:1", Token)).Value().ShouldBeNull();
    }

    [Fact(Timeout = 60_000)]
    public async Task ListIdsAsync_ImageWithoutAName_IsListedToo()
    {
        var nameless = await host.ImportImageAsync("CMD [\"/bin/sh\"]", _ => { });

        var ids = (await Images(host.Options).ListIdsAsync(Token)).Value();

        ids.ShouldContain(nameless);
        ids.ShouldContain(host.HelloImageId);
    }

    [Fact(Timeout = 60_000)]
    public async Task PullAsync_NobodyListens_Fails()
    {
        var images = Images(host.Options);

        (await images.PullAsync("127.0.0.1:5997/hello:1", new Progress<string>(), Token)).FailedCode().ShouldBe(ErrorCodes.ImagePullFailed);
    }

    [Fact(Timeout = 60_000)]
    public async Task PullAsync_RegistryHangs_FailsAtTheDeadline()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        var images = Images(new DockerOptions { Program = host.Program, PullTimeout = TimeSpan.FromSeconds(1) });

        var result = await images.PullAsync($"127.0.0.1:{port}/hello:1", new Progress<string>(), Token);

        result.FailedCode().ShouldBe(ErrorCodes.ImagePullFailed);
        result.Error!.Detail.ShouldContain("PullTimeout");
    }

    [Fact(Timeout = 60_000)]
    public async Task PullAsync_Registry_GivesTheImageOrSaysThatThereIsNone()
    {
        await using var registry = await RegistryProcess.StartAsync(host.Root);
        var reference = $"{registry.Address}/hello:1";
        await host.DockerAsync("tag", "paygress/hello:1", reference);
        await host.DockerAsync("push", reference);
        await host.DockerAsync("rmi", reference);
        var images = Images(host.Options);

        (await images.PullAsync(reference, new Progress<string>(), Token)).Value().Id.ShouldBe(host.HelloImageId);
        (await images.PullAsync($"{registry.Address}/hello:2", new Progress<string>(), Token)).FailedCode().ShouldBe(ErrorCodes.ImageNotFound);
        (await images.PullAsync($"{registry.Address}/nosuch:1", new Progress<string>(), Token)).FailedCode().ShouldBe(ErrorCodes.ImageNotFound);
        await host.DockerAsync("rmi", reference);
    }

    [Fact(Timeout = 60_000)]
    public async Task FindAsync_ImageOfARegistry_SaysItsDigestSizeAndNames()
    {
        await using var registry = await RegistryProcess.StartAsync(host.Root);
        var reference = $"{registry.Address}/hello:1";
        await host.DockerAsync("tag", "paygress/hello:1", reference);
        var pushed = await host.DockerAsync("push", reference);
        var images = Images(host.Options);

        var image = (await images.FindAsync(reference, Token)).Value().ShouldNotBeNull();

        image.Digest.ShouldNotBeNull().ShouldStartWith("sha256:");
        pushed.ShouldContain(image.Digest);
        image.Tags.ShouldContain(reference);
        image.SizeBytes.ShouldBeGreaterThan(1 << 20);
        (await images.FindAsync($"{registry.Address}/hello@{image.Digest}", Token)).Value()!.Id.ShouldBe(image.Id);
        (await images.FindAsync(image.Id, Token)).Value()!.Id.ShouldBe(image.Id);
        await host.DockerAsync("rmi", reference);
    }

    [Fact(Timeout = 60_000)]
    public async Task RemoveAsync_OneOrSeveralNames_NothingIsLeftUnlessAContainerIsMadeOfIt()
    {
        var images = Images(host.Options);
        var image = await MakeAsync("paygress-test/remove:1");
        await host.DockerAsync("create", "--name=paygress-test-uses-image", "--network=none", "paygress-test/remove:1", "true");

        (await images.RemoveAsync(image, Token)).FailedCode().ShouldBe(ErrorCodes.BackendError);
        await host.DockerAsync("rm", "paygress-test-uses-image");
        (await images.RemoveAsync(image, Token)).IsDone.ShouldBeTrue();
        (await images.RemoveAsync(image, Token)).IsDone.ShouldBeTrue();
        (await images.FindAsync(image.Id, Token)).Value().ShouldBeNull();

        image = await MakeAsync("paygress-test/remove:1");
        await host.DockerAsync("tag", "paygress-test/remove:1", "paygress-test/other:1");
        image = (await images.FindAsync(image.Id, Token)).Value()!;
        (await images.RemoveAsync(image, Token)).IsDone.ShouldBeTrue();
        (await images.FindAsync(image.Id, Token)).Value().ShouldBeNull();
    }

    // An image of its own content.
    private async Task<HostImage> MakeAsync(string name)
    {
        var container = await host.DockerAsync("create", "--network=none", "paygress/hello:1");
        await host.DockerAsync("commit", "--message=of a test", container.Trim(), name);
        await host.DockerAsync("rm", container.Trim());
        return (await Images(host.Options).FindAsync(name, Token)).Value()!;
    }

    private DockerImages Images(DockerOptions options) => new(host.Runner, options, TimeProvider.System, NullLogger<DockerImages>.Instance);
}
