using Paygress.Provider.Core.Hosts;

namespace Paygress.Provider.Linux.Volumes;

/// <summary>Effects that make sense only one after the other.</summary>
internal static class Steps
{
    /// <summary>A step with nothing to do.</summary>
    public static Task<HostResult<Nothing>> Nothing => Task.FromResult(HostResult.Done);

    /// <summary>Takes the steps up to the first that does not succeed, and gives its result.</summary>
    public static async Task<HostResult<Nothing>> InOrderAsync(params Func<Task<HostResult<Nothing>>>[] steps)
    {
        var result = HostResult.Done;
        foreach (var step in steps)
        {
            result = await step();
            if (!result.IsDone)
            {
                break;
            }
        }

        return result;
    }

    /// <summary>Takes a step, and undoes what it left when it does not succeed or is cancelled. Its own error is the one to tell.</summary>
    /// <param name="undo">Not cancelled with the step: each command has a deadline, so this ends.</param>
    public static async Task<HostResult<Nothing>> OrUndoAsync(Func<Task<HostResult<Nothing>>> step, Func<Task<HostResult<Nothing>>> undo)
    {
        try
        {
            var result = await step();
            if (!result.IsDone)
            {
                // What cannot be undone now is found by the next destroy.
                await undo();
            }

            return result;
        }
        catch (OperationCanceledException)
        {
            await undo();
            throw;
        }
    }
}
