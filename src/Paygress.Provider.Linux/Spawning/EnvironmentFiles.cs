using System.Collections.Immutable;
using System.Text;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Spawning;

/// <summary>Env files as <c>docker create --env-file</c> reads them, in <c>requests/</c> of the data directory.</summary>
internal sealed class EnvironmentFiles : IEnvironmentFiles
{
    private const string Suffix = ".env";
    private const UnixFileMode DirectoryMode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private readonly string _directory;

    /// <summary>Makes the directory where it is missing and removes what a crash left half-written in it.</summary>
    public EnvironmentFiles(string dataDirectory)
    {
        _directory = Path.Combine(dataDirectory, "requests");
        HostFiles.MakeDirectory(_directory, DirectoryMode);
        DurableFile.SyncDirectory(dataDirectory);
        DurableFile.RemoveLeftovers(_directory);
    }

    public Task WriteAsync(RequestId id, ImmutableSortedDictionary<string, string> env, CancellationToken cancellationToken)
    {
        if (env.IsEmpty)
        {
            // Of a request of that id that was never accepted: another's values.
            if (Find(id) is not null)
            {
                Delete(id);
            }

            return Task.CompletedTask;
        }

        // Line feeds and NUL are refused when the request is read; here they would let a value set other names.
        var lines = env.Select(pair => $"{pair.Key}={pair.Value}").ToArray();
        if (lines.Any(line => line.AsSpan().IndexOfAny('\n', '\r', '\0') >= 0))
        {
            throw new ArgumentException("an env name or value holds a line end or NUL", nameof(env));
        }

        var content = Encoding.UTF8.GetBytes(string.Concat(lines.Select(line => line + "\n")));
        return DurableFile.WriteAsync(HostEffect.WriteEnvironmentFile, PathOf(id), content, DurableFile.OwnerOnly, cancellationToken);
    }

    public string? Find(RequestId id) => File.Exists(PathOf(id)) ? PathOf(id) : null;

    public void Delete(RequestId id) => HostFiles.Delete(HostEffect.DeleteEnvironmentFile, PathOf(id));

    public ImmutableArray<(RequestId Id, DateTimeOffset WrittenAt)> List()
    {
        var found = ImmutableArray.CreateBuilder<(RequestId, DateTimeOffset)>();
        foreach (var file in new DirectoryInfo(_directory).EnumerateFiles("*" + Suffix))
        {
            if (RequestId.TryParse(file.Name[..^Suffix.Length], out var id))
            {
                found.Add((id, new DateTimeOffset(file.LastWriteTimeUtc, TimeSpan.Zero)));
            }
        }

        return found.ToImmutable();
    }

    private string PathOf(RequestId id) => Path.Combine(_directory, id.Value + Suffix);
}
