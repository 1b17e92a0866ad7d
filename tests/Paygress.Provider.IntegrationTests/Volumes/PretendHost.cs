using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Volumes;
using Paygress.Provider.Linux;
using Paygress.Provider.Linux.Commands;
using Paygress.Provider.Linux.Docker;
using Paygress.Provider.Linux.Node;
using Paygress.Provider.Linux.Volumes;
using Paygress.Provider.TestSupport.Commands;
using Paygress.Provider.TestSupport.Files;
using Paygress.Provider.TestSupport.Hosts;
using Paygress.Provider.TestSupport.Network;

namespace Paygress.Provider.IntegrationTests.Volumes;

/// <summary>A host whose image files are real and whose programs and kernel are played: device-mapper is not where tests run. tests/host has the real one.</summary>
internal sealed class PretendHost : IDisposable
{
    private const int KeyOffset = 512;
    private const int WrongKey = 2;
    private const int Busy = 5;

    private readonly TempFolder _folder = new();
    private readonly List<(int Number, string Image, FileIdentity File)> _loops = [];
    private readonly Dictionary<string, int> _mappings = [];
    private readonly Dictionary<string, string> _dockerVolumes = [];
    private int _next;

    public PretendHost()
    {
        Directory.CreateDirectory(Kernel.BlockDevices);
        Directory.CreateDirectory(Kernel.Mappings);
        Directory.CreateDirectory(Path.Join(Kernel.Processes, "77/ns"));
        File.WriteAllText(Path.Join(Kernel.Processes, "77/comm"), "bash\n");
        File.CreateSymbolicLink(Path.Join(Kernel.Processes, "77/ns/mnt"), "mnt:[1]");
        Runner.When("losetup", "--json").Answers(_ => Says(ListLoops()));
        Runner.When("losetup", "--find").Answers(spec => Says($"/dev/loop{Attach(spec.Arguments[^1])}\n"));
        Runner.When("losetup", "--detach").Answers(spec => Detach(spec.Arguments[^1]));
        Runner.When("debugfs").Answers(_ => Says());
        Runner.When("mkfs.ext4").Answers(MakeFileSystem);
        Runner.When("cryptsetup", "luksFormat").Answers(Format);
        Runner.When("cryptsetup", "open").Answers(Open);
        Runner.When("cryptsetup", "close").Answers(spec => End(spec.Arguments[^1], Busy));
        Runner.When("cryptsetup", "luksErase").Answers(spec => Write(spec.Arguments[^1], KeyOffset, new byte[VolumeKey.Length]));
        Runner.When("dmsetup", "wipe_table").Answers(spec => Wipe(spec.Arguments[^1]));
        Runner.When("dmsetup", "remove").Answers(spec => End(spec.Arguments[^1], 1));
        Runner.When("docker", "volume", "create").Answers(CreateVolume);
        Runner.When("docker", "volume", "inspect").Answers(InspectVolumes);
        Runner.When("docker", "volume", "ls").Answers(_ => Says(string.Concat(_dockerVolumes.Keys.Select(n => $"\"{n}\"\n"))));
        Runner.When("docker", "volume", "rm").Answers(RemoveVolume);
        Volumes = Compose(new VolumesOptions());
    }

    public FakeCommandRunner Runner { get; } = new();

    public FakeHostSupport Support { get; } = new();

    public IVolumeBackend Volumes { get; private set; }

    public KernelPaths Kernel => new(_folder.File("proc"), _folder.File("sys"), _folder.File("mapper"));

    public VolumePaths Paths => new(_folder.File("data"), _folder.File("run"));

    /// <summary>True while somebody has every mapping mounted.</summary>
    public bool IsPinned { get; set; }

    /// <summary>True while somebody's container has every docker volume.</summary>
    public bool IsVolumeInUse { get; set; }

    public IEnumerable<string> Mappings => _mappings.Keys;

    public bool HasKey(Vmid vmid) =>
        _mappings.TryGetValue(KernelPaths.MappingOf(vmid), out var number) && Directory.EnumerateFileSystemEntries(SlavesOf(number)).Any();

    public void Dispose() => _folder.Dispose();

    /// <summary>Starts the provider's side anew, with another configuration.</summary>
    public void Configure(PlainVolumeKind plain) => Volumes = Compose(new VolumesOptions { Plain = plain });

    /// <summary>Attaches an image file, as somebody with losetup does.</summary>
    public int Attach(string image)
    {
        _loops.Add((_next, image, FileIdentity.Of(image)!.Value)); // the caller made it
        return _next++;
    }

    /// <summary>Loses docker's entries of volumes.</summary>
    public void ForgetVolumes() => _dockerVolumes.Clear();

    /// <summary>Takes a device away; one that does not go is played by another answer.</summary>
    public CommandResult Detach(string device)
    {
        _loops.RemoveAll(l => $"/dev/loop{l.Number}" == device);
        return Says();
    }

    /// <summary>Gives a device's number to another image file, as the kernel does once it is free.</summary>
    public CommandResult Reuse(int number, string image)
    {
        _loops.RemoveAll(l => l.Number == number);
        _loops.Add((number, image, FileIdentity.Of(image)!.Value)); // the caller made it
        return Says();
    }

    private static CommandResult.Exited Says(string output = "", int exitCode = 0, string error = "") =>
        new CommandResult.Exited(exitCode, new BoundedText(output, false), new BoundedText(error, false), TimeSpan.Zero);

    private IVolumeBackend Compose(VolumesOptions options)
    {
        var docker = new DockerOptions { Program = "docker" };
        return new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(new NoWaitTime())
            .AddSingleton<ICommandRunner>(Runner)
            .AddSingleton(new ProcFileSystem(Kernel.Processes))
            .AddSingleton(new DockerDataVolumes(new DockerClient(Runner, docker), new DockerLabels("pretended"), docker))
            .AddSingleton(Unguarded.Network)
            .AddVolumes(new ProviderOptions { DataDirectory = _folder.File("data"), RuntimeDirectory = _folder.File("run") }, options)
            .AddSingleton(Kernel)
            .AddSingleton<IHostSupport>(Support)
            .BuildServiceProvider()
            .GetRequiredService<IVolumeBackend>();
    }

    private string ListLoops() => $$"""{"loopdevices": [{{string.Join(',', _loops.Select(l =>
        $$"""{"name": "/dev/loop{{l.Number}}", "back-file": "{{l.Image}}{{(File.Exists(l.Image) ? "" : " (deleted)")}}", "back-ino": {{l.File.Inode}}, "back-maj:min": "{{l.File.DeviceMajor}}:{{l.File.DeviceMinor}}", "maj:min": "7:{{l.Number}}", "ro": false}"""))}}]}""";

    private static CommandResult.Exited Write(string path, int offset, byte[] bytes)
    {
        using var file = File.OpenWrite(path);
        file.Seek(offset, SeekOrigin.Begin);
        file.Write(bytes);
        return Says();
    }

    private static CommandResult.Exited Format(ProgramSpec spec)
    {
        var image = spec.Arguments[^1];
        var uuid = spec.Arguments.Single(a => a.StartsWith("--uuid=", StringComparison.Ordinal))["--uuid=".Length..];
        Write(image, 0, [(byte)'L', (byte)'U', (byte)'K', (byte)'S', 0xBA, 0xBE, 0, 2]);
        Write(image, 168, Encoding.ASCII.GetBytes(uuid));
        return Write(image, KeyOffset, spec.StandardInput.ToArray());
    }

    private CommandResult.Exited Open(ProgramSpec spec)
    {
        var (image, name) = (spec.Arguments[^2], spec.Arguments[^1]);
        if (!File.ReadAllBytes(image).AsSpan(KeyOffset, VolumeKey.Length).SequenceEqual(spec.StandardInput.Span))
        {
            return Says(exitCode: WrongKey, error: "No key available with this passphrase.");
        }

        var number = Attach(image);
        _mappings[name] = number;
        var entry = Path.Join(Kernel.BlockDevices, $"dm-{number}");
        Directory.CreateDirectory(Path.Join(entry, "dm"));
        File.WriteAllText(Path.Join(entry, "dm/name"), name + "\n");
        File.WriteAllText(Path.Join(entry, "dm/uuid"), $"CRYPT-LUKS2-{LuksHeader.ReadUuid(image):N}-{name}\n");
        File.WriteAllText(Path.Join(entry, "dm/suspended"), "0\n");
        File.WriteAllText(Path.Join(entry, "dev"), $"253:{number}\n");
        File.WriteAllText(Path.Join(entry, "ro"), "0\n");
        Directory.CreateDirectory(Path.Join(SlavesOf(number), $"loop{number}"));
        File.WriteAllText(Path.Join(Kernel.Processes, "77/mountinfo"), $"36 35 253:{number} / /mnt rw - ext4 /dev/mapper/{name} rw\n");

        // The device is the file itself: what is "decrypted" need not differ here.
        File.CreateSymbolicLink(Path.Join(Kernel.Mappings, name), image);
        return Says();
    }

    private string SlavesOf(int number) => Path.Join(Kernel.BlockDevices, $"dm-{number}", "slaves");

    private CommandResult.Exited End(string name, int busy)
    {
        if (IsPinned)
        {
            return Says(exitCode: busy, error: "Device is still in use.");
        }

        Wipe(name);
        Directory.Delete(Path.Join(Kernel.BlockDevices, $"dm-{_mappings[name]}"), recursive: true);
        File.Delete(Path.Join(Kernel.Mappings, name));
        _mappings.Remove(name);
        return Says();
    }

    private CommandResult.Exited Wipe(string name)
    {
        var number = _mappings[name];
        Directory.Delete(SlavesOf(number), recursive: true);
        Directory.CreateDirectory(SlavesOf(number));
        _loops.RemoveAll(l => l.Number == number);
        return Says();
    }

    private static CommandResult.Exited MakeFileSystem(ProgramSpec spec)
    {
        var device = spec.Arguments[^1];
        var magic = new byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(magic, 0xEF53);
        Write(device, Ext4Superblock.Offset + 0x38, magic);
        return Write(device, Ext4Superblock.Offset + 0x68, Guid.Parse(spec.Arguments[spec.Arguments.IndexOf("-U") + 1]).ToByteArray(bigEndian: true));
    }

    private CommandResult.Exited CreateVolume(ProgramSpec spec)
    {
        var labels = Pairs(spec, "--label=");
        var options = Pairs(spec, "--opt=");
        _dockerVolumes.TryAdd(spec.Arguments[^1], $$"""{"Name": "{{spec.Arguments[^1]}}", "Driver": "local", "CreatedAt": "2026-01-02T03:04:05Z", "Labels": {{labels}}, "Options": {{options}}}""");
        return Says(spec.Arguments[^1]);
    }

    private static string Pairs(ProgramSpec spec, string option) =>
        $"{{{string.Join(',', spec.Arguments.Where(a => a.StartsWith(option, StringComparison.Ordinal)).Select(a => a[option.Length..].Split('=', 2)).Select(p => $"\"{p[0]}\": \"{p[1]}\""))}}}";

    private CommandResult.Exited InspectVolumes(ProgramSpec spec)
    {
        var names = spec.Arguments[(spec.Arguments.IndexOf("--") + 1)..];
        var missing = names.Where(n => !_dockerVolumes.ContainsKey(n)).ToImmutableArray();
        var output = string.Concat(names.Except(missing).Select(n => _dockerVolumes[n] + "\n"));
        return Says(output, missing.IsEmpty ? 0 : 1, string.Concat(missing.Select(n => $"Error: No such volume: {n}\n")));
    }

    private CommandResult.Exited RemoveVolume(ProgramSpec spec) =>
        IsVolumeInUse ? Says(exitCode: 1, error: $"Error response from daemon: remove {spec.Arguments[^1]}: volume is in use - [0123abcd]")
        : _dockerVolumes.Remove(spec.Arguments[^1]) ? Says()
        : Says(exitCode: 1, error: $"Error: No such volume: {spec.Arguments[^1]}");
}
