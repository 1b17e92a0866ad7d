using System.Buffers.Text;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Daemon;

/// <summary>What is left of a key in the daemon's memory after a request that was refused. That of a lease that was made is searched for on a host with device-mapper.</summary>
[Collection(DaemonCollection.Name)]
public sealed class KeyMemoryTests : IAsyncDisposable
{
    private readonly ProviderProcess _provider = new();

    public ValueTask DisposeAsync() => _provider.DisposeAsync();

    [Theory]
    [InlineData(false, "\"algorithm\":\"rot13\",", "")]
    [InlineData(true, "\"algorithm\":\"rot13\",", "")]
    [InlineData(false, "\"surprise\":1,", "")]
    [InlineData(true, "\"surprise\":1,", "")]
    [InlineData(false, "", ",\"surprise\":1")]
    [InlineData(true, "", ",\"surprise\":1")]
    public async Task Submit_RefusedWithAKey_LeavesNothingOfItInMemory(bool inChunksOfOneByte, string before, string after)
    {
        await _provider.StartAsync(("Provider:Name", "a-name-that-is-found"));
        var key = RandomNumberGenerator.GetBytes(32);
        var body = "{\"template\":\"hello\",\"duration_seconds\":60,\"volume_encryption\":{\"version\":1," + before + "\"key_b64\":\"" + Base64Url.EncodeToString(key) + "\"" + after + "}}";

        for (var i = 0; i < 5; i++)
        {
            (await PostAsync(body, inChunksOfOneByte)).ShouldContain(" 400 ");
        }

        ProcessMemory.Count(_provider.Pid, Encoding.Unicode.GetBytes("a-name-that-is-found")).ShouldBeGreaterThan(0, "the search itself must be able to find something");
        foreach (var form in Forms(key))
        {
            ProcessMemory.Count(_provider.Pid, form).ShouldBe(0);
        }
    }

    // Parts suffice: nobody can use them, but somebody must have left them.
    private static IEnumerable<byte[]> Forms(byte[] key)
    {
        var text = Base64Url.EncodeToString(key);
        return
        [
            key[..16], key[16..], Encoding.ASCII.GetBytes(text[..20]), Encoding.ASCII.GetBytes(text[20..40]), Encoding.Unicode.GetBytes(text[..20]),
            Encoding.ASCII.GetBytes(Convert.ToHexString(key)[..32]), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(key)[..32]), Encoding.ASCII.GetBytes(Convert.ToBase64String(key)[..20]),

            // As it came in chunks of one byte.
            Encoding.ASCII.GetBytes(string.Join("\r\n1\r\n", text[..20].ToCharArray())),
        ];
    }

    private async Task<string> PostAsync(string body, bool inChunksOfOneByte)
    {
        var token = TestContext.Current.CancellationToken;
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(_provider.Site.Socket), token);
        await using var stream = new NetworkStream(socket);
        var length = inChunksOfOneByte ? "Transfer-Encoding: chunked" : $"Content-Length: {body.Length}";
        await stream.WriteAsync(Encoding.ASCII.GetBytes($"POST /v1/spawns HTTP/1.1\r\nHost: provider\r\nConnection: close\r\nContent-Type: application/json\r\n{length}\r\n\r\n"), token);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(inChunksOfOneByte ? string.Concat(body.Select(c => $"1\r\n{c}\r\n")) + "0\r\n\r\n" : body), token);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(token);
    }
}
