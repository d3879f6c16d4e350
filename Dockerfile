# Build: SDK with Node for the front end; run: the ASP.NET runtime only.
FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
RUN apt-get update && apt-get install -y --no-install-recommends nodejs npm && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN dotnet publish src/CsEngage.Web -c Release -r linux-x64 --self-contained false -p:PublishReadyToRun=true -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0
WORKDIR /app
COPY --from=build /app .
RUN mkdir /data && chown app /data
USER app
ENV Engage__Data=/data ASPNETCORE_URLS=http://+:8080 DOTNET_GCgen0size=0x1000000
EXPOSE 8080
VOLUME /data
ENTRYPOINT ["dotnet", "CsEngage.Web.dll"]
