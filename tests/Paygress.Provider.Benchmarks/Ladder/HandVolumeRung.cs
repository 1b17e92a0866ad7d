using Paygress.Provider.Benchmarks.Host;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Volumes;

namespace Paygress.Provider.Benchmarks.Ladder;

/// <summary>The least commands that give the same container with a volume of a bounded size.</summary>
internal sealed class HandVolumeRung(Site site, DockerApi docker, HandSpec spec) : EngineRung(docker)
{
    // Beside the provider's own: on the same file system.
    private readonly DirectoryInfo _folder = Directory.CreateDirectory(Path.Combine(site.ProviderFolder, "data", "by-hand"));

    public override string Name => "by hand, volume";

    protected override async Task<string> StartAsync(int round)
    {
        var image = ImageOf(round);
        await Tools.RunAsync("truncate", $"--size={HandSpec.Tier.StorageBytes}", image);
        await Tools.RunAsync("mkfs.ext4", [.. Ext4Formatter.FormatArguments(image, LeaseId.New(TimeProvider.System.GetUtcNow()))]);
        await Tools.RunAsync("debugfs", [.. Ext4Formatter.EmptyArguments(image)]);
        var device = await Tools.RunAsync("losetup", "--find", "--show", image);
        await Tools.RunAsync(site.Docker, [.. HandSpec.CreateVolume(round, device)]);
        var id = await Tools.RunAsync(site.Docker, [.. spec.Create(round, hasVolume: true)]);
        await Tools.RunAsync(site.Docker, "start", id);
        return id;
    }

    protected override async Task CleanAsync(string container, int round)
    {
        await base.CleanAsync(container, round);
        await Tools.TryAsync(site.Docker, "volume", "rm", DockerNames.VolumeOf(HandSpec.VmidOf(round)));
        var device = (await Tools.RunAsync("losetup", "--noheadings", "--output=NAME", "--associated", ImageOf(round))).Trim();
        await Tools.TryAsync("losetup", "--detach", device);
        File.Delete(ImageOf(round));
    }

    private string ImageOf(int round) => Path.Combine(_folder.FullName, $"{round}.img");
}
