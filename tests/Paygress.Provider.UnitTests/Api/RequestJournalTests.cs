using System.Net.Sockets;
using System.Text.Json;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Testing;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Diagnostics;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.UnitTests.Api;

public sealed class RequestJournalTests
{
    private readonly FakeLogger<RequestJournal> _logger = new();

    [Theory]
    [InlineData("GET")]
    [InlineData("POST")]
    [InlineData("DELETE")]
    public async Task InvokeAsync_BooksCannotBeWritten_SaysSo(string method)
    {
        var problem = await FailAsync(method, new SqliteException("SQLite Error 13: 'database or disk is full'.", 13));

        (problem.Status, problem.Code).ShouldBe((500, ErrorCodes.BackendError));
        problem.Detail.ShouldContain("database or disk is full");
        _logger.Collector.GetSnapshot()[0].Id.Id.ShouldBe(EventIds.ApiRequestFailed);
    }

    [Fact]
    public async Task InvokeAsync_Bug_TellsTheJournalAlone()
    {
        var problem = await FailAsync("GET", new InvalidOperationException("secret"));

        problem.Code.ShouldBe(ErrorCodes.BackendError);
        problem.Detail.ShouldNotContain("secret");
        _logger.LatestRecord.Exception!.Message.ShouldBe("secret");
    }

    // Released, and hung up while it waits: what was asked for is done, and who asked is told.
    [Fact]
    public async Task InvokeAsync_CallerHungUp_IsToldAllTheSame()
    {
        var context = new DefaultHttpContext { Request = { Method = "DELETE", Path = "/v1/leases/1000" }, RequestAborted = new CancellationToken(true) };

        await new RequestJournal(_ => throw new OperationCanceledException(), _logger).InvokeAsync(context);

        _logger.LatestRecord.Id.Id.ShouldBe(EventIds.ApiRequest);
        _logger.LatestRecord.Message.ShouldBe("DELETE /v1/leases/1000 by uid unknown: 499");
    }

    // Kestrel disposes of the socket before the handler hears of it.
    [Fact]
    public async Task InvokeAsync_CallerHungUp_IsNamed()
    {
        using var socket = await ConnectedAsync();
        var context = new DefaultHttpContext { Request = { Method = "DELETE", Path = "/v1/leases/1000" }, RequestAborted = new CancellationToken(true) };
        context.Features.Set<IConnectionSocketFeature>(new SocketFeature(socket));

        await new RequestJournal(_ => { socket.Dispose(); throw new OperationCanceledException(); }, _logger).InvokeAsync(context);

        _logger.LatestRecord.Message.ShouldBe($"DELETE /v1/leases/1000 by uid {PeerUid}: 499");
        PeerCredentials.UidOf(context).ShouldBe("unknown");
    }

    // Else it would look whole.
    [Fact]
    public async Task InvokeAsync_BugInTheMiddleOfAnAnswer_BreaksItOff()
    {
        var lifetime = new Lifetime();
        var context = new DefaultHttpContext { Request = { Method = "GET" } };
        context.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        context.Features.Set<IHttpResponseFeature>(new BegunResponse());

        await new RequestJournal(_ => throw new InvalidOperationException("later"), _logger).InvokeAsync(context);

        lifetime.IsAborted.ShouldBeTrue();
    }

    private static string PeerUid => File.ReadLines("/proc/self/status").Single(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t')[2];

    private static async Task<Socket> ConnectedAsync()
    {
        var path = Path.Combine(Path.GetTempPath(), $"paygress-{Environment.ProcessId}-{nameof(RequestJournalTests)}.sock");
        File.Delete(path);
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        using var client = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await client.ConnectAsync(new UnixDomainSocketEndPoint(path), TestContext.Current.CancellationToken);
        var accepted = await listener.AcceptAsync(TestContext.Current.CancellationToken);
        File.Delete(path);
        return accepted;
    }

    private async Task<ProblemMessage> FailAsync(string method, Exception exception)
    {
        await using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services, Request = { Method = method }, Response = { Body = body } };

        await new RequestJournal(_ => throw exception, _logger).InvokeAsync(context);

        context.Response.ContentType.ShouldBe(ProblemResults.ContentType);
        return JsonSerializer.Deserialize(body.ToArray(), ApiJsonContext.Default.ProblemMessage)!;
    }

    private sealed record SocketFeature(Socket Socket) : IConnectionSocketFeature;

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get; set; }

        public void Abort() => IsAborted = true;
    }

    private sealed class BegunResponse : HttpResponseFeature
    {
        public override bool HasStarted => true;
    }
}
