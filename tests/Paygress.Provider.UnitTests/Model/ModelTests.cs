using System.Globalization;
using CsCheck;

namespace Paygress.Provider.UnitTests.Model;

/// <summary>Whatever happens in whatever order, tenants and operators get what the model promises.</summary>
public sealed class ModelTests
{
    private const int Few = 200;
    private const int Many = 10_000;

    private static int Count => Environment.GetEnvironmentVariable("PAYGRESS_MATRIX") is "all" ? Many : Few;

    [Fact]
    public Task Sequences_AtRandom_KeepThePromises() =>
        Steps.Any.SampleAsync(CheckAsync, iter: Count, threads: 2, print: Print);

    [Fact]
    public async Task ShrinkAsync_OneStepMatters_LeavesThatOneAlone()
    {
        Step[] steps = [new Step.Spawn(0, false), new Step.Crash(), new Step.Pass(5), new Step.Reboot()];

        (await Steps.ShrinkAsync(steps, s => Task.FromResult(s.Contains(new Step.Crash())))).ShouldBe([new Step.Crash()]);
    }

    [Fact]
    public void ToString_AnyStep_IsTheCodeThatMakesIt() =>
        Print([new Step.Spawn(1, true), new Step.Exit(2, 137), new Step.Crash()])
            .ShouldBe("await ModelRun.ReplayAsync(new Step.Spawn(1, true), new Step.Exit(2, 137), new Step.Crash());");

    [Fact]
    public Task ReplayAsync_AllKindsOfSteps_KeepsThePromises() => ModelRun.ReplayAsync(
        new Step.Spawn(0, true), new Step.Spawn(1, false), new Step.Extend(1, 0), new Step.Extend(1, 0), new Step.Reboot(), new Step.Unlock(0), new Step.SetClock(24), new Step.Reboot(-24, false),
        new Step.Exit(1, 1), new Step.EngineRestart(), new Step.Exit(0, 0), new Step.Crash(), new Step.Remove(1), new Step.Spawn(2, false), new Step.Release(2), new Step.Pass(30));

    /// <remarks>Docker had dated the end of the containers by the clock before.</remarks>
    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public Task ReplayAsync_WallClockIsSetBeforeStoppedContainersAreSeen_GivesBackNoMoreThanThat(int hours) => ModelRun.ReplayAsync(
        new Step.Spawn(0, false), new Step.Pass(1), new Step.EngineRestart(), new Step.SetClock(hours));

    [Theory]
    [InlineData(24)]
    [InlineData(-24)]
    public Task ReplayAsync_WallClockIsSetTwiceBeforeStoppedContainersAreSeen_GivesBackNoLess(int hours) => ModelRun.ReplayAsync(
        new Step.Spawn(0, false), new Step.Pass(1), new Step.EngineRestart(), new Step.SetClock(hours), new Step.SetClock(hours), new Step.Crash(), new Step.Crash());

    private static string Print(Step[] steps) => string.Create(CultureInfo.InvariantCulture, $"await ModelRun.ReplayAsync({string.Join(", ", steps.AsEnumerable())});");

    private static async Task CheckAsync(Step[] steps)
    {
        if (await FaultOfAsync(steps) is { } fault)
        {
            var shortest = await Steps.ShrinkAsync(steps, async s => await FaultOfAsync(s) is not null);
            Assert.Fail($"{Print(shortest)}\n{await FaultOfAsync(shortest) ?? $"Not each time: {fault}"}");
        }
    }

    private static async Task<string?> FaultOfAsync(Step[] steps)
    {
        try
        {
            await ModelRun.ReplayAsync(steps);
            return null;
        }
#pragma warning disable CA1031 // Whatever goes wrong is the failure that is to be shortened.
        catch (Exception e) when (e is not OperationCanceledException)
#pragma warning restore CA1031
        {
            return e.ToString();
        }
    }
}
