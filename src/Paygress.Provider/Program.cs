using Paygress.Provider.Cli;

return await CommandLine.Create(CliContext.OfProcess(TimeProvider.System), []).InvokeAsync(args, CancellationToken.None);
