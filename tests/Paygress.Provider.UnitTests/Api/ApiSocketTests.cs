using System.Net.Sockets;
using Paygress.Provider.Api;
using Paygress.Provider.TestSupport.Files;

namespace Paygress.Provider.UnitTests.Api;

public sealed class ApiSocketTests : IDisposable
{
    private readonly TempFolder _folder = new();

    [Fact]
    public void FindObstacle_OrdinaryFile_IsKeptAndTold()
    {
        var path = _folder.File("provider.db");
        File.WriteAllText(path, "the books");

        var obstacle = ApiSocket.FindObstacle(path).ShouldNotBeNull();
        obstacle.Reason.ShouldContain("move it away");
        obstacle.ExitCode.ShouldBe(78);

        File.ReadAllText(path).ShouldBe("the books");
    }

    [Fact]
    public void FindObstacle_SocketOfADeadProvider_IsCleared()
    {
        var path = _folder.File("provider.sock");
        using (var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified))
        {
            socket.Bind(new UnixDomainSocketEndPoint(_folder.File("bound.sock")));

            // When it is closed, only the file of its old name is removed.
            File.Move(_folder.File("bound.sock"), path);
        }

        ApiSocket.FindObstacle(path).ShouldBeNull();

        File.Exists(path).ShouldBeFalse();
    }

    // As the journal's: somebody may well listen on it.
    [Fact]
    public void FindObstacle_SocketOfAnotherKind_IsKeptAndTold()
    {
        var path = _folder.File("provider.sock");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));

        ApiSocket.FindObstacle(path).ShouldNotBeNull().ExitCode.ShouldBe(78);

        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public void FindObstacle_Directory_IsTold() => ApiSocket.FindObstacle(Directory.CreateDirectory(_folder.File("provider.sock")).FullName).ShouldNotBeNull();

    public void Dispose() => _folder.Dispose();
}
