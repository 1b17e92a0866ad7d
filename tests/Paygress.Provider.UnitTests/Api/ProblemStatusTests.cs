using System.Reflection;
using Paygress.Provider.Api;
using Paygress.Provider.Core.Problems;

namespace Paygress.Provider.UnitTests.Api;

public sealed class ProblemStatusTests
{
    // Every code with its status, so that a new code must be entered here.
    private static readonly Dictionary<int, string[]> Expected = new()
    {
        [400] = ["invalid_request", "invalid_duration", "invalid_env", "invalid_port", "invalid_volume_encryption"],
        [403] = ["image_not_allowed", "wrong_key"],
        [404] = ["not_found", "unknown_template", "unknown_tier"],
        [409] = ["request_id_conflict", "not_active", "not_held", "lease_expired"],
        [413] = ["payload_too_large"],
        [422] = ["tier_too_small", "image_not_found", "image_pull_failed", "encryption_unavailable", "volume_key_lost", "disk_limit"],
        [429] = ["too_many_requests"],
        [500] = ["backend_error"],
        [503] = ["no_capacity", "draining", "backend_unavailable"],
    };

    [Fact]
    public void Of_EveryCode_HasTheStatusOfTheContract()
    {
        var codes = typeof(ErrorCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!);

        codes.GroupBy(ProblemStatus.Of).OrderBy(g => g.Key).Select(g => (g.Key, string.Join(' ', g.Order(StringComparer.Ordinal))))
            .ShouldBe(Expected.Select(e => (e.Key, string.Join(' ', e.Value.Order(StringComparer.Ordinal)))));
    }
}
