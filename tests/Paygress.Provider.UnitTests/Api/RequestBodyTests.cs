using System.Text;
using Microsoft.AspNetCore.Http;
using Paygress.Provider.Api;
using Paygress.Provider.Api.Messages;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.UnitTests.Api;

public sealed class RequestBodyTests
{
    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("\"canary\"")]
    [InlineData("""{"template":"hello","env":{"A":"canary\n""")]
    [InlineData("""{"template":"hello","env":{"A":canary}}""")]
    [InlineData("""{"template":"a","template":"canary"}""")]
    [InlineData("""{"env":{"A":"canary","A":"canary"}}""")]
    [InlineData("""{"env":{"canary":null}}""")]
    [InlineData("""{"env":["A=canary"]}""")]
    [InlineData("""{"env":{"PASS=canary":7}}""")]
    [InlineData("""{"env":{"A":"canary \ud800"}}""")]
    [InlineData("""{"duration_seconds":1e99}""")]
    [InlineData("""{"duration_seconds":1.5}""")]
    [InlineData("""{"duration_seconds":"canary"}""")]
    [InlineData("""{"ports":[null]}""")]
    [InlineData("""{"ports":[{}]}""")]
    [InlineData("""{"ports":[{"container_port":99999999999}]}""")]
    [InlineData("""{"volume_encryption":{"version":1,"algorithm":"x","key_b64":"canary","key":"canary"}}""")]
    [InlineData("""{"volume_encryption":"canary"}""")]
    [InlineData("""{} canary""")]
    public async Task ReadAsync_WrongBody_IsAnInvalidRequestThatDoesNotQuoteIt(string body)
    {
        var (message, problem) = await ReadAsync(Encoding.UTF8.GetBytes(body));

        message.ShouldBeNull();
        problem!.Code.ShouldBe(ErrorCodes.InvalidRequest);
        problem.Detail.ShouldNotContain("canary");
        problem.Detail.Length.ShouldBeLessThan(300);
    }

    [Fact]
    public async Task ReadAsync_TextThatIsNoUtf8_IsAnInvalidRequest()
    {
        var (message, problem) = await ReadAsync([.. "{\"template\":\""u8, 0xff, 0xfe, .. "\"}"u8]);

        message.ShouldBeNull();
        problem!.Code.ShouldBe(ErrorCodes.InvalidRequest);
    }

    [Fact]
    public async Task ReadAsync_UnknownMember_IsNamed()
    {
        var (_, problem) = await ReadAsync("""{"template":"hello","durations":1}"""u8.ToArray());

        problem!.Detail.ShouldContain("at $.durations, line 1");
    }

    [Fact]
    public async Task ReadAsync_ThousandLevelsDeep_IsAnInvalidRequest()
    {
        var (message, problem) = await ReadAsync(Encoding.UTF8.GetBytes("{\"env\":" + new string('[', 1000) + new string(']', 1000) + "}"));

        message.ShouldBeNull();
        problem!.Code.ShouldBe(ErrorCodes.InvalidRequest);
    }

    [Fact]
    public async Task ReadAsync_UnknownMemberWithAVeryLongName_IsToldShortly()
    {
        var (_, problem) = await ReadAsync(Encoding.UTF8.GetBytes($$"""{"{{new string('x', 100_000)}}":1}"""));

        problem!.Detail.Length.ShouldBeLessThan(300);
    }

    [Fact]
    public async Task ReadAsync_WholeBody_IsRead()
    {
        var (message, problem) = await ReadAsync("""
            {"request_id":"r1","owner":"o","template":"hello","tier":"tiny","duration_seconds":60,"env":{"A":"ü"},
             "ports":[{"container_port":80,"protocol":"udp"}],"data_path":"/data","volume_encryption":null}
            """u8.ToArray());

        problem.ShouldBeNull();
        message!.Env!["A"].ShouldBe("ü");
        message.Ports!.ShouldHaveSingleItem().ShouldBe(new SpawnPortMessage(80, "udp"));
    }

    [Fact]
    public async Task ReadAsync_PortWithoutProtocol_IsRead()
    {
        var (message, _) = await ReadAsync("""{"ports":[{"container_port":80}]}"""u8.ToArray());

        message!.Ports!.ShouldHaveSingleItem().ShouldBe(new SpawnPortMessage(80));
    }

    private static Task<(SpawnMessage? Message, Problem? Problem)> ReadAsync(byte[] body)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream(body);
        return RequestBody.ReadAsync(context.Request, ApiJsonContext.Default.SpawnMessage, TestContext.Current.CancellationToken);
    }
}
