using Paygress.Provider.Api.Messages;
using Paygress.Provider.IntegrationTests.Daemon.Harness;

namespace Paygress.Provider.IntegrationTests.Contract;

[Collection(DaemonCollection.Name)]
public sealed class LeaseApiTests(ContractProvider provider) : IClassFixture<ContractProvider>
{
    [Fact]
    public async Task Extend_SameRequestTwice_CountsOnce()
    {
        var lease = await provider.Api.SpawnAsync("idle", 60);

        var first = (await ExtendAsync(lease, "e1", 30)).Lease;
        var second = (await ExtendAsync(lease, "e1", 30)).Lease;

        first.ExpiresAt.ShouldBe(lease.ExpiresAt!.Value.AddSeconds(30));
        second.ExpiresAt.ShouldBe(first.ExpiresAt);
        (await ExtendAsync(lease, "e2", 30)).Lease.ExpiresAt.ShouldBe(lease.ExpiresAt!.Value.AddSeconds(60));
        ContractProvider.CheckProblem(await ExtendAsync(lease, "e1", 31), 409, "request_id_conflict");
    }

    [Theory]
    [InlineData("""{"request_id":"x","duration_seconds":3600}""", "invalid_duration")]
    [InlineData("""{"request_id":"x","duration_seconds":9223372036854775807}""", "invalid_duration")]
    [InlineData("""{"request_id":"x","duration_seconds":0}""", "invalid_duration")]
    [InlineData("""{"request_id":"x","duration_seconds":-1}""", "invalid_duration")]
    [InlineData("""{"request_id":"x"}""", "invalid_duration")]
    [InlineData("""{"duration_seconds":60}""", "invalid_request")]
    [InlineData("""{"request_id":"a b","duration_seconds":60}""", "invalid_request")]
    [InlineData("""{"request_id":"x","duration_seconds":60,"owner":"me"}""", "invalid_request")]
    [InlineData("", "invalid_request")]
    public async Task Extend_WhatCannotBe_IsRefusedAndChangesNothing(string body, string code)
    {
        var lease = await provider.Api.SpawnAsync("idle", 60);

        ContractProvider.CheckProblem(await provider.Api.PostAsync($"/v1/leases/{lease.LeaseId}/extend", body), 400, code);

        (await provider.Api.FindAsync(lease.LeaseId)).ExpiresAt.ShouldBe(lease.ExpiresAt);
        await provider.Api.ReleaseAsync(lease.LeaseId);
    }

    [Fact]
    public async Task Extend_AfterItsEnd_IsRefused()
    {
        var lease = await provider.Api.SpawnAsync("idle", 1);
        await provider.Api.UntilAsync(lease.LeaseId, l => l.State == "ended");

        var answer = await ExtendAsync(lease, "late", 30);

        ((int)answer.Status).ShouldBe(409);
        answer.Code.ShouldBeOneOf("lease_expired", "not_active");
    }

    [Fact]
    public async Task Release_WithWait_AnswersWhenNothingIsLeft()
    {
        var lease = await provider.Api.SpawnAsync("hello", 60);

        var ended = (await provider.Api.SendAsync(HttpMethod.Delete, $"/v1/leases/{lease.Vmid}?wait=30s&reason=test")).Lease;

        (ended.State, ended.EndReason).ShouldBe(("ended", "released"));
        (await TestEngine.ListAsync("ps", "--all", "--quiet", $"--filter=name=paygress-{lease.Vmid}")).ShouldBeEmpty();
        ContractProvider.CheckProblem(await ExtendAsync(lease, "late", 30), 409, "not_active");
        ContractProvider.CheckProblem(await provider.Api.GetAsync($"/v1/leases/{lease.LeaseId}/logs"), 409, "not_active");
    }

    [Fact]
    public async Task Release_ReasonThatWouldForgeTheJournal_IsRefused()
    {
        var lease = await provider.Api.SpawnAsync("idle", 60);

        ContractProvider.CheckProblem(await provider.Api.SendAsync(HttpMethod.Delete, $"/v1/leases/{lease.LeaseId}?reason=a%0Ab"), 400, "invalid_request");

        (await provider.Api.FindAsync(lease.LeaseId)).State.ShouldBe("active");
    }

    [Fact]
    public async Task Logs_OfAContainer_AreCopiedAndFollowedToItsEnd()
    {
        var lease = await provider.Api.SpawnAsync("talking", 60);

        await Eventually.IsSoAsync(async () => (await provider.Api.GetAsync($"/v1/leases/{lease.LeaseId}/logs")).Body.StartsWith("word", StringComparison.Ordinal), "it says no word");
        var followed = provider.Api.GetAsync($"/v1/leases/{lease.LeaseId}/logs?follow=true");
        await Task.Delay(TimeSpan.FromMilliseconds(1500), TimeProvider.System, TestContext.Current.CancellationToken);
        followed.IsCompleted.ShouldBeFalse();
        await provider.Api.ReleaseAsync(lease.LeaseId);

        (await followed).Body.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeGreaterThan(1);
    }

    private Task<ApiAnswer> ExtendAsync(LeaseMessage lease, string request, int seconds) =>
        provider.Api.PostAsync($"/v1/leases/{lease.LeaseId}/extend", $$"""{"request_id":"{{request}}","duration_seconds":{{seconds}}}""");
}
