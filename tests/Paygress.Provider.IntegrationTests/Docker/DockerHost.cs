using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Node;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport.Network;

namespace Paygress.Provider.IntegrationTests.Docker;

/// <summary>The private docker of this run, seen by one instance of the provider. At the end nothing of that instance may be left.</summary>
public sealed class DockerHost : IAsyncLifetime
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    internal string Program { get; } = Environment.GetEnvironmentVariable("PAYGRESS_TEST_DOCKER") ?? "/usr/bin/docker";

    internal string InstanceId { get; } = "test-" + Guid.CreateVersion7(TimeProvider.System.GetUtcNow()).ToString("N");

    internal string Root { get; private set; } = string.Empty;

    internal ICommandRunner Runner { get; } = new CliWrapCommandRunner(TimeProvider.System, NullLogger<CliWrapCommandRunner>.Instance);

    internal DockerOptions Options => new() { Program = Program };

    internal ProviderOptions Provider => new() { DataDirectory = Path.Combine(Root, "data"), RuntimeDirectory = Path.Combine(Root, "run") };

    internal VolumePaths Paths => new(Provider.DataDirectory, Provider.RuntimeDirectory);

    internal string HelloImageId { get; private set; } = string.Empty;

    internal DockerBackend Backend() => new(Runner, Options, Unguarded.Network, InstanceId, TimeProvider.System);

    internal DockerDataVolumes DataVolumes(string? instanceId = null) =>
        new(new DockerClient(Runner, Options), new DockerLabels(instanceId ?? InstanceId), Options);

    internal IVolumeBackend Volumes(VolumesOptions? options = null) => new ServiceCollection()
        .AddLogging()
        .AddSingleton(TimeProvider.System)
        .AddSingleton(Runner)
        .AddSingleton(new ProcFileSystem())
        .AddSingleton(DataVolumes())
        .AddSingleton(Unguarded.Network)
        .AddVolumes(Provider, options ?? new VolumesOptions())
        .BuildServiceProvider()
        .GetRequiredService<IVolumeBackend>();

    /// <summary>Runs docker and gives its output; it has to succeed.</summary>
    internal Task<string> DockerAsync(params ImmutableArray<string> arguments) => RunAsync(Program, arguments);

    internal async Task<string> RunAsync(string program, ImmutableArray<string> arguments, ReadOnlyMemory<byte> input = default)
    {
        var spec = new CommandSpec { Program = program, Arguments = arguments, StandardInput = input, Timeout = Deadline };
        var exited = (await Runner.RunAsync(spec, TestContext.Current.CancellationToken)).ShouldBeOfType<CommandResult.Exited>();
        exited.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {exited.StandardError.Text}");
        return exited.StandardOutput.Text.Trim();
    }

    /// <summary>Writes a program of some lines of shell that stands in for docker's client; gives its path.</summary>
    internal async Task<string> WriteClientAsync(string script)
    {
        var program = Path.Combine(Root, "docker-" + Path.GetRandomFileName());
        await File.WriteAllTextAsync(program, $"#!/bin/sh\n{script}\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return program;
    }

    /// <summary>Makes an image of a shell and a few files, all of one owner; gives its id.</summary>
    internal async Task<string> ImportImageAsync(string changes, Action<string> addFiles, string owner = "0")
    {
        var tree = Directory.CreateDirectory(Path.Combine(Root, "tree-" + Path.GetRandomFileName())).FullName;
        Directory.CreateDirectory(Path.Combine(tree, "bin"));
        File.Copy("/bin/busybox", Path.Combine(tree, "bin/busybox"));
        foreach (var applet in (string[])["sh", "cat", "dd", "ls", "id", "touch", "stat", "sleep", "df", "env", "httpd"])
        {
            File.CreateSymbolicLink(Path.Combine(tree, "bin", applet), "busybox");
        }

        addFiles(tree);
        var archive = tree + ".tar";
        await RunAsync("tar", ["--create", $"--owner={owner}", $"--group={owner}", $"--file={archive}", $"--directory={tree}", "."]);
        return await DockerAsync([
            "import", .. changes.Split((char)10).Select(change => $"--change={change}"), "--change=LABEL paygress.test=" + InstanceId, archive,
        ]);
    }

    public async ValueTask InitializeAsync()
    {
        var parent = Environment.GetEnvironmentVariable("PAYGRESS_TEST_ROOT") ?? Path.GetTempPath();
        Root = Directory.CreateDirectory(Path.Combine(parent, InstanceId)).FullName;
        HelloImageId = await DockerAsync("image", "inspect", "--format={{.Id}}", "paygress/hello:1");
        var prepared = await Backend().PrepareAsync(TestContext.Current.CancellationToken);
        prepared.IsDone.ShouldBeTrue(prepared.Error?.Detail);
    }

    public async ValueTask DisposeAsync()
    {
        var token = TestContext.Current.CancellationToken;
        var left = (await Backend().ListOursAsync(token)).ShouldBeOfType<HostResult<ImmutableArray<Core.Compute.ContainerStatus>>.Done>().Value;
        (await Backend().DeleteAsync([.. left.Select(s => s.Id)], token)).IsDone.ShouldBeTrue();
        await RemoveVolumesAsync(token);

        (await DockerAsync("ps", "--all", "--quiet", "--filter=label=io.paygress.host=" + InstanceId)).ShouldBeEmpty();
        (await DockerAsync("volume", "ls", "--quiet", "--filter=label=io.paygress.host=" + InstanceId)).ShouldBeEmpty();
        (await RunAsync("losetup", ["--list", "--output=BACK-FILE", "--noheadings"])).ShouldNotContain(Root);
        await RemoveImagesAsync();
        Directory.Delete(Root, recursive: true);
    }

    private async Task RemoveImagesAsync()
    {
        var images = await DockerAsync("image", "ls", "--quiet", "--no-trunc", "--filter=label=paygress.test=" + InstanceId);
        foreach (var image in images.Split('\n', StringSplitOptions.RemoveEmptyEntries).Distinct())
        {
            await DockerAsync("image", "rm", "--force", image);
        }
    }

    private async Task RemoveVolumesAsync(CancellationToken token)
    {
        var volumes = Volumes();
        var traces = (await volumes.ListOursAsync(token)).ShouldBeOfType<HostResult<ImmutableArray<VolumeTrace>>.Done>().Value;
        foreach (var trace in traces)
        {
            (await volumes.RemoveAsync(trace, token)).Error.ShouldBeNull();
        }
    }
}
