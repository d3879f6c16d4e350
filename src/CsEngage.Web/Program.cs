using CsEngage.Web.Host;

return await CommandLine.Run(args);
