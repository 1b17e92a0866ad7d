using System.Net;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

[Collection(DaemonCollection.Name)]
public sealed class SpawnBodyTests(ContractProvider provider) : IClassFixture<ContractProvider>
{
    private static readonly string Deep = "{\"env\":" + new string('[', 1000) + new string(']', 1000) + "}";

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"template":"hello","duration_sec""")]
    [InlineData("""{"template":"hello","template":"hello","duration_seconds":60}""")]
    [InlineData("""{"template":"hello","duration_seconds":60,"env":{"A":"1","A":"2"}}""")]
    [InlineData("""{"template":"hello","duration_seconds":60,"surprise":true}""")]
    [InlineData("""{"template":"hello","duration_seconds":60,"env":{"A":null}}""")]
    [InlineData("""{"template":"hello","duration_seconds":60,"ports":[null]}""")]
    [InlineData("""{"template":"hello","duration_seconds":60,"volume_encryption":{"version":1,"version":1}}""")]
    [InlineData("""{"template":"hello","duration_seconds":60,"env":{"A":"\ud800"}}""")]
    [InlineData("""{"template":"hello","duration_seconds":99999999999999999999}""")]
    [InlineData("""{"image":"--help","duration_seconds":60}""")]
    [InlineData("""{"image":"hello;reboot","duration_seconds":60}""")]
    [InlineData("""{"image":"$(reboot)","duration_seconds":60}""")]
    [InlineData("""{"image":"a b","duration_seconds":60}""")]
    [InlineData("""{"image":"","duration_seconds":60}""")]
    [InlineData("""{"duration_seconds":60}""")]
    [InlineData("""{"template":"hello","image":"paygress-test/idle:1","duration_seconds":60}""")]
    [InlineData("""{"template":"hello","duration_seconds":60,"request_id":"../../etc/passwd"}""")]
    [InlineData("""{"template":"hello","duration_seconds":60,"owner":"a\nb"}""")]
    [InlineData("""{"image":"paygress-test/idle:1","duration_seconds":60,"data_path":"/proc/x"}""")]
    [InlineData("""{"template":"hello","duration_seconds":60,"data_path":"/data,readonly"}""")]
    public Task Submit_MalformedBody_IsInvalidRequest(string body) => RefusesAsync(body, 400, "invalid_request");

    [Theory]
    [InlineData("""{"template":"hello"}""", 400, "invalid_duration")]
    [InlineData("""{"template":"hello","duration_seconds":0}""", 400, "invalid_duration")]
    [InlineData("""{"template":"hello","duration_seconds":-5}""", 400, "invalid_duration")]
    [InlineData("""{"template":"hello","duration_seconds":3601}""", 400, "invalid_duration")]
    [InlineData("""{"template":"hello","duration_seconds":9223372036854775807}""", 400, "invalid_duration")]
    [InlineData("""{"template":"hello","duration_seconds":60,"env":{"A":"x\ny"}}""", 400, "invalid_env")]
    [InlineData("""{"template":"hello","duration_seconds":60,"env":{"A":"x\u0000y"}}""", 400, "invalid_env")]
    [InlineData("""{"template":"hello","duration_seconds":60,"env":{"":"x"}}""", 400, "invalid_env")]
    [InlineData("""{"template":"hello","duration_seconds":60,"env":{"A=B":"x"}}""", 400, "invalid_env")]
    [InlineData("""{"template":"large","duration_seconds":60}""", 400, "invalid_env")]
    [InlineData("""{"template":"hello","duration_seconds":60,"ports":[{"container_port":0}]}""", 400, "invalid_port")]
    [InlineData("""{"template":"hello","duration_seconds":60,"ports":[{"container_port":65536}]}""", 400, "invalid_port")]
    [InlineData("""{"template":"hello","duration_seconds":60,"ports":[{"container_port":81},{"container_port":81}]}""", 400, "invalid_port")]
    [InlineData("""{"template":"hello","duration_seconds":60,"ports":[{"container_port":81,"protocol":"sctp"}]}""", 400, "invalid_port")]
    [InlineData("""{"template":"nothing","duration_seconds":60}""", 404, "unknown_template")]
    [InlineData("""{"template":"hello","tier":"nothing","duration_seconds":60}""", 404, "unknown_tier")]
    [InlineData("""{"template":"large","tier":"tiny","duration_seconds":60,"env":{"EXEC_PASS":"x"}}""", 422, "tier_too_small")]
    [InlineData("""{"image":"elsewhere/idle:1","duration_seconds":60}""", 403, "image_not_allowed")]
    public Task Submit_WhatIsNotOnOffer_IsRefusedWithItsCode(string body, int status, string code) => RefusesAsync(body, status, code);

    [Theory]
    [InlineData("idle", "luks2-aes-xts", 32, "invalid_volume_encryption", "no data path")]
    [InlineData("hello", "rot13", 32, "invalid_volume_encryption", "must be luks2-aes-xts")]
    [InlineData("hello", "luks2-aes-xts", 31, "invalid_volume_encryption", "must be 32 bytes")]
    [InlineData("hello", "luks2-aes-xts", 0, "invalid_volume_encryption", "must be 32 bytes")]
    public async Task Submit_EncryptionThatCannotBe_IsRefused(string template, string algorithm, int keyLength, string code, string detail)
    {
        var body = EncryptedBody(template, algorithm, keyLength);

        var answer = await RefusesAsync(body, 400, code);

        answer.Body.ShouldContain(detail);
    }

    [Fact]
    public Task Submit_EncryptionWhereThereIsNone_IsUnavailable() => RefusesAsync(EncryptedBody("hello", "luks2-aes-xts", 32), 422, "encryption_unavailable");

    [Fact]
    public async Task Submit_AllFaultsAtOnce_TellsEach()
    {
        var answer = await RefusesAsync(
            """{"request_id":"/","owner":" ","template":"nothing","tier":"none","duration_seconds":0,"env":{"1":"x"},"ports":[{"container_port":0}],"data_path":"x","volume_encryption":{"version":2,"algorithm":"x"}}""",
            400,
            "invalid_request");

        answer.Json.GetProperty("errors").EnumerateArray().Select(e => e.GetProperty("where").GetString()).ShouldBe(
            ["request_id", "owner", "template", "tier", "duration_seconds", "ports[0]", "data_path", "env.1",
             "volume_encryption.version", "volume_encryption.algorithm", "volume_encryption.key_b64", "volume_encryption"],
            ignoreOrder: true);
    }

    [Fact]
    public Task Submit_ThousandLevelsDeep_IsInvalidRequest() => RefusesAsync(Deep, 400, "invalid_request");

    [Fact]
    public Task Submit_MegabyteOfEnv_IsInvalidEnv() =>
        RefusesAsync($$$"""{"template":"hello","duration_seconds":60,"env":{"A":"{{{new string('x', 1 << 20)}}}"}}""", 400, "invalid_env");

    [Fact]
    public async Task Submit_TextThatIsNoUtf8_IsInvalidRequest()
    {
        using var body = new ByteArrayContent([.. "{\"template\":\""u8, 0xff, 0xc0, .. "\",\"duration_seconds\":60}"u8]);

        ContractProvider.CheckProblem(await provider.Api.SendAsync(HttpMethod.Post, "/v1/spawns", body), 400, "invalid_request");
        await provider.CheckNothingMadeAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Submit_TenMegabytes_IsPayloadTooLarge(bool chunked)
    {
        var file = Path.Combine(provider.Provider.Site.Root, "body");
        await File.WriteAllTextAsync(file, $$$"""{"env":{"A":"{{{new string('x', 10 << 20)}}}"}}""", TestContext.Current.CancellationToken);

        // With curl, which reads an answer that comes while it still sends.
        var answer = await TestEngine.RunAsync(
            "curl", "--silent", "--unix-socket", provider.Provider.Site.Socket, "--data-binary", $"@{file}", "--header", chunked ? "Transfer-Encoding: chunked" : "X-None: 1", "http://localhost/v1/spawns");

        ContractProvider.CheckProblem(new ApiAnswer(HttpStatusCode.RequestEntityTooLarge, answer), 413, "payload_too_large");
        File.Delete(file);
        await provider.CheckNothingMadeAsync();
    }

    [Theory]
    [InlineData("GET", "/v1/leases/1999", 404)]
    [InlineData("GET", "/v1/leases/0123456789abcdef0123456789abcdef", 404)]
    [InlineData("GET", "/v1/leases/%00", 400)]
    [InlineData("GET", "/v1/leases/1999/events", 404)]
    [InlineData("GET", "/v1/leases/1999/logs", 404)]
    [InlineData("GET", "/v1/spawns/nothing", 404)]
    [InlineData("DELETE", "/v1/leases/99999999999999999999", 404)]
    [InlineData("GET", "/v1/leases?state=asleep", 400)]
    [InlineData("GET", "/v1/leases/1000/logs?follow=nonsense", 400)]
    [InlineData("GET", "/v1/leases?all=perhaps", 400)]
    [InlineData("GET", "/nowhere", 404)]
    [InlineData("DELETE", "/v1/spawns", 405)]
    [InlineData("POST", "/v1/leases", 405)]
    public async Task Send_UnknownPathOrMethod_AnswersPlainly(string method, string path, int status)
    {
        var answer = await provider.Api.SendAsync(new HttpMethod(method), path);

        ((int)answer.Status).ShouldBe(status, answer.Body);
        answer.Body.ShouldNotContain("   at ");
        answer.Body.ShouldNotContain("Exception");
    }

    [Fact]
    public async Task Get_WhatIsOnOffer_IsShown()
    {
        (await provider.Api.GetAsync("/v1/tiers")).Json.GetProperty("tiers").GetArrayLength().ShouldBe(4);
        (await provider.Api.GetAsync("/v1/templates")).Json.GetProperty("templates").EnumerateArray()
            .Single(t => t.GetProperty("slug").GetString() == "hello").GetProperty("default_tier").GetString().ShouldBe("tiny");
        (await provider.Api.GetAsync("/v1/node")).Json.GetProperty("memory_total").GetInt64().ShouldBePositive();
        (await provider.Api.GetAsync("/v1/status")).Json.GetProperty("loops").EnumerateArray().ShouldAllBe(l => l.GetProperty("healthy").GetBoolean());
    }

    private static string EncryptedBody(string template, string algorithm, int keyLength)
    {
        var key = System.Buffers.Text.Base64Url.EncodeToString(new byte[keyLength]);
        return $$$"""{"template":"{{{template}}}","duration_seconds":60,"volume_encryption":{"version":1,"algorithm":"{{{algorithm}}}","key_b64":"{{{key}}}"}}""";
    }

    private async Task<ApiAnswer> RefusesAsync(string body, int status, string code)
    {
        var answer = await provider.Api.PostAsync("/v1/spawns", body);
        ContractProvider.CheckProblem(answer, status, code);
        await provider.CheckNothingMadeAsync();
        return answer;
    }
}
