namespace Paygress.Provider.IntegrationTests.Daemon.Harness;

/// <summary>A dockerd of its own on a btrfs, whose storage driver bounds what containers write into their roots.</summary>
internal sealed class BtrfsEngine : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateDirectory(Path.Combine(TestEngine.Root, "btrfs")).FullName;

    /// <summary>A docker client that speaks to it alone.</summary>
    public string Program => Path.Combine(_folder, "docker");

    private string Data => Path.Combine(_folder, "data");

    private string PidFile => Path.Combine(_folder, "dockerd.pid");

    /// <summary>Starts it; it has the images of the other one.</summary>
    public static async Task<BtrfsEngine> StartAsync(params string[] images)
    {
        var engine = new BtrfsEngine();
        await engine.LaunchAsync();
        await Eventually.IsSoAsync(async () => await RunAsync($"{engine.Program} version > /dev/null 2>&1 && echo yes || true") == "yes", "the dockerd on btrfs does not answer");
        await RunAsync($"{TestEngine.Program} save {string.Join(' ', images)} | {engine.Program} load");
        return engine;
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync($"{Program} ps --all --quiet | xargs --no-run-if-empty {Program} rm --force --volumes > /dev/null");
        await RunAsync($"pid=$(cat {PidFile}); kill $pid; while kill -0 $pid 2> /dev/null; do sleep 0.1; done; umount {Data}");
        Directory.Delete(_folder, recursive: true);
    }

    // In a network of its own: without a bridge it would take away docker0, which is the other engine's.
    private async Task LaunchAsync()
    {
        Directory.CreateDirectory(Data);
        await File.WriteAllTextAsync(Program, $"#!/bin/bash\nexec {TestEngine.Program} --host unix://{_folder}/docker.sock \"$@\"\n");
        File.SetUnixFileMode(Program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await RunAsync($"truncate --size=4G {_folder}/image && mkfs.btrfs --quiet {_folder}/image && mount -o loop {_folder}/image {Data} && echo '{{}}' > {_folder}/daemon.json");
        await RunAsync(
            $"exec setsid --fork unshare --net dockerd --config-file {_folder}/daemon.json --storage-driver btrfs --data-root {Data} --exec-root {_folder}/exec --pidfile {PidFile} --host unix://{_folder}/docker.sock "
            + $"--bridge none --exec-opt native.cgroupdriver=cgroupfs > {_folder}/log 2>&1 < /dev/null");
    }

    private static Task<string> RunAsync(string script) => TestEngine.RunAsync("/bin/bash", "-c", script);
}
