using System.Text;
using Paygress.Provider.Core.Compute;
using Paygress.Provider.Linux.FailPoints;
using Paygress.Provider.Linux.Files;

namespace Paygress.Provider.Linux.Docker;

/// <summary>The id of the tenants' network in <c>docker-network</c> of the data directory. It lives in docker's own root, unlike an engine's id before docker 24.</summary>
internal sealed class DockerMark(string dataDirectory) : IComputeMark
{
    private readonly string _path = Path.Combine(dataDirectory, "docker-network");

    /// <inheritdoc />
    public string? Read()
    {
        try
        {
            return File.ReadAllText(_path).Trim() is { Length: > 0 } network ? network : null;
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    /// <inheritdoc />
    public Task WriteAsync(string network, CancellationToken cancellationToken) =>
        DurableFile.WriteAsync(HostEffect.WriteIdentity, _path, Encoding.ASCII.GetBytes(network + "\n"), DurableFile.OwnerOnly, cancellationToken);
}
