using Paygress.Provider.Core.Encryption;
using Paygress.Provider.Core.Hosts;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Linux.Commands;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Runs cryptsetup and dmsetup, and says what their exit codes mean. The key goes in by standard input only.</summary>
internal sealed class Cryptsetup(HostTools tools)
{
    private const string Program = "cryptsetup";
    private const string MapperProgram = "dmsetup";
    private const int NoSuchKey = 2;

    /// <summary>Makes an image file an encrypted one whose id is the lease's.</summary>
    public async Task<HostResult<Nothing>> FormatAsync(string image, LeaseId leaseId, VolumeKey key, CancellationToken cancellationToken) =>
        (await tools.RunAsync(Program, CryptsetupArguments.Format(image, leaseId), key.Bytes, MeaningOf, cancellationToken)).ToEffect();

    /// <summary>Opens an image file under a name; fails with <c>wrong_key</c> when the key does not fit. The caller has seen that nobody else has it open.</summary>
    public async Task<HostResult<Nothing>> OpenAsync(string image, string name, VolumeKey key, CancellationToken cancellationToken) =>
        (await tools.RunAsync(Program, CryptsetupArguments.Open(image, name), key.Bytes, MeaningOf, cancellationToken)).ToEffect();

    /// <summary>Closes a mapping once; fails at once when it is in use.</summary>
    public async Task<HostResult<Nothing>> CloseAsync(string name, CancellationToken cancellationToken) =>
        (await tools.RunAsync(Program, CryptsetupArguments.Close(name), cancellationToken)).ToEffect();

    /// <summary>Destroys the key slots of an image file, for ever.</summary>
    public async Task<HostResult<Nothing>> EraseAsync(string image, CancellationToken cancellationToken) =>
        (await tools.RunAsync(Program, CryptsetupArguments.Erase(image), cancellationToken)).ToEffect();

    /// <summary>Takes a mapping's table, and with it the key, out of the kernel, although it is in use.</summary>
    public async Task<HostResult<Nothing>> WipeAsync(string name, CancellationToken cancellationToken) =>
        (await tools.RunAsync(MapperProgram, CryptsetupArguments.Wipe(name), cancellationToken)).ToEffect();

    /// <summary>Removes a wiped mapping once; fails at once when it is in use.</summary>
    public async Task<HostResult<Nothing>> RemoveAsync(string name, CancellationToken cancellationToken) =>
        (await tools.RunAsync(MapperProgram, CryptsetupArguments.Remove(name), cancellationToken)).ToEffect();

    private static string MeaningOf(int exitCode) => exitCode == NoSuchKey ? ErrorCodes.WrongKey : ErrorCodes.BackendError;
}
