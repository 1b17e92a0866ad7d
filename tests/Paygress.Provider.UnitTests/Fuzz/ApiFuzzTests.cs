using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Paygress.Provider.Api;
using Paygress.Provider.Core.Leases;
using Paygress.Provider.Core.Problems;
using Paygress.Provider.Core.Spawning;
using Paygress.Provider.TestSupport;

namespace Paygress.Provider.UnitTests.Fuzz;

/// <summary>What callers send to the local API.</summary>
public sealed class ApiFuzzTests
{
    private const string Key = "AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA";

    private static readonly string[] Spawns =
    [
        """{"template":"hello","duration_seconds":600}""",
        """{"request_id":"r1","owner":"o","image":"allowed/x:1","tier":"basic","duration_seconds":60,"env":{"A":"canary","B":""},"ports":[{"container_port":80,"protocol":"udp"},{"container_port":81}],"data_path":"/data"}""",
        $$$"""{"template":"hello","duration_seconds":600,"volume_encryption":{"version":1,"algorithm":"luks2-aes-xts","key_b64":"{{{Key}}}"}}""",
    ];

    [Fact]
    public Task Spawn_Spoilt_IsTakenOrRefused()
    {
        var terms = new World().Terms;
        return Fuzzing.CheckAsync(Mutations.Json(Spawns), async bytes =>
        {
            if (await ReadAsync(bytes, ApiJsonContext.Default.SpawnMessage) is not { } message)
            {
                return;
            }

            var request = SpawnMapper.ToRequest(message);
            new SpawnFingerprint([1]).Compute(request).Length.ShouldBe(32);
            if (SpawnValidator.Validate(request, terms, Some.Now) is SpawnValidation.Invalid { Problems: var problems })
            {
                problems.ShouldAllBe(p => p.Detail.Length < 1000 && !p.Detail.Contains("canary", StringComparison.Ordinal));
                ProblemStatus.Of(problems[0].Code).ShouldBeInRange(400, 499);
            }
        });
    }

    // Not only validated: written to the env file and into the books.
    [Fact]
    public Task Submit_Spoilt_IsTakenOrRefused() => Fuzzing.CheckAsync(Mutations.Json(Spawns), async bytes =>
    {
        if (await ReadAsync(bytes, ApiJsonContext.Default.SpawnMessage) is { } message)
        {
            (await new World().Intake.SubmitAsync(SpawnMapper.ToRequest(message), CancellationToken.None)).ShouldNotBeNull();
        }
    }, cost: 10);

    [Fact]
    public Task Extend_Spoilt_IsExtendedOrRefused() => Fuzzing.CheckAsync(Mutations.Json("""{"request_id":"more","duration_seconds":60}"""), async bytes =>
    {
        if (await ReadAsync(bytes, ApiJsonContext.Default.ExtendMessage) is { } message)
        {
            var world = new World();
            var lease = world.Books.Add(Some.Lease());
            if (await world.Extender.ExtendAsync(lease.Id, message.RequestId, message.DurationSeconds, CancellationToken.None) is ExtendOutcome.Extended { Lease: var longer })
            {
                (longer.ExpiresAt - lease.ExpiresAt).ShouldBe(TimeSpan.FromSeconds(message.DurationSeconds!.Value));
            }
        }
    }, cost: 4);

    [Fact]
    public Task Unlock_Spoilt_HasAKeyOrNone() => Fuzzing.CheckAsync(Mutations.Json($$"""{"key_b64":"{{Key}}"}"""), bytes => ReadAsync(bytes, ApiJsonContext.Default.UnlockMessage));

    [Fact]
    public Task Drain_Spoilt_IsAWishOrNone() => Fuzzing.CheckAsync(Mutations.Json("""{"draining":true}"""), bytes => ReadAsync(bytes, ApiJsonContext.Default.DrainMessage));

    [Fact]
    public void ReleaseReason_Spoilt_IsOneLineOrAFault() => Fuzzing.Check(Mutations.Text("maintenance", new string('x', 199)), text =>
        (ReleaseReason.FindFault(text) is not null || (text.Length <= 200 && !text.Contains('\n', StringComparison.Ordinal))).ShouldBeTrue());

    private static async Task<T?> ReadAsync<T>(byte[] body, JsonTypeInfo<T> type)
        where T : class
    {
        using var stream = new MemoryStream(body);
        var (message, problem) = await RequestBody.ReadAsync(new DefaultHttpContext { Request = { Body = stream } }.Request, type, CancellationToken.None);
        if (message is null)
        {
            problem!.Code.ShouldBe(ErrorCodes.InvalidRequest); // one of the two is there
            problem.Detail.Length.ShouldBeLessThan(500);
            problem.Detail.ShouldNotContain("canary");
        }

        return message;
    }
}
