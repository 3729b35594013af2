// SPDX-FileCopyrightText: Fluoroscope contributors
// SPDX-License-Identifier: GPL-3.0-or-later

// Drives the API as an application would, and prints every answer: the task is a file of JSON, the report a line of it.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/xray"
	"github.com/aws/aws-sdk-go-v2/service/xray/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

type object = map[string]any

type task struct {
	Endpoint, Filter, Entity, UnknownArn string
	Start, End                           int64
	Documents, Ids                       []string
	Rule                                 types.SamplingRule
}

var ctx = context.Background()

// An SDK of Go 1.19's days closes, under a newer Go, one in fifty connections while it reads the answer, whatever the server. It
// does not where a request's body is there as a whole.
type whole struct{}

func (whole) Do(request *http.Request) (*http.Response, error) {
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return nil, err
	}
	request.Body = io.NopCloser(bytes.NewReader(body))
	return http.DefaultClient.Do(request)
}

func must[T any](value T, err error) T {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	return value
}

type paginator[Output any] interface {
	HasMorePages() bool
	NextPage(context.Context, ...func(*xray.Options)) (*Output, error)
}

func pages[Output, Item any](from paginator[Output], member string, items func(*Output) []Item) object {
	all, count := []Item{}, 0
	for from.HasMorePages() {
		all = append(all, items(must(from.NextPage(ctx)))...)
		count++
	}
	return object{member: all, "pages": count}
}

// Typed is whether the error is of the type that the SDK made for it.
func refused[Typed error](err error) object {
	var typed Typed
	var api smithy.APIError
	var response *smithyhttp.ResponseError
	if !errors.As(err, &api) || !errors.As(err, &response) {
		return object{"type": fmt.Sprint(err)}
	}
	return object{"type": api.ErrorCode(), "typed": errors.As(err, &typed), "message": api.ErrorMessage(),
		"status": response.HTTPStatusCode()}
}

func main() {
	var task task
	if err := json.Unmarshal(must(os.ReadFile(os.Args[1])), &task); err != nil {
		panic(err)
	}
	client := xray.New(xray.Options{
		Region:           "us-east-1",
		BaseEndpoint:     aws.String(task.Endpoint),
		Credentials:      credentials.NewStaticCredentialsProvider("any", "any", ""),
		HTTPClient:       whole{},
		RetryMaxAttempts: 1,
	})
	start, end := aws.Time(time.Unix(task.Start, 0)), aws.Time(time.Unix(task.End, 0))
	report := object{}

	for from := 0; from < len(task.Documents); from += 50 {
		to := from + 50
		if to > len(task.Documents) {
			to = len(task.Documents)
		}
		report["put"] = must(client.PutTraceSegments(ctx,
			&xray.PutTraceSegmentsInput{TraceSegmentDocuments: task.Documents[from:to]}))
	}
	summaries := func(filter *string) object {
		return pages[xray.GetTraceSummariesOutput](
			xray.NewGetTraceSummariesPaginator(client,
				&xray.GetTraceSummariesInput{StartTime: start, EndTime: end, FilterExpression: filter}),
			"TraceSummaries", func(page *xray.GetTraceSummariesOutput) []types.TraceSummary { return page.TraceSummaries })
	}
	report["summaries"], report["filtered"] = summaries(nil), summaries(&task.Filter)
	report["traces"] = must(client.BatchGetTraces(ctx, &xray.BatchGetTracesInput{TraceIds: task.Ids}))
	report["graph"] = pages[xray.GetServiceGraphOutput](
		xray.NewGetServiceGraphPaginator(client, &xray.GetServiceGraphInput{StartTime: start, EndTime: end}),
		"Services", func(page *xray.GetServiceGraphOutput) []types.Service { return page.Services })
	report["traceGraph"] = pages[xray.GetTraceGraphOutput](
		xray.NewGetTraceGraphPaginator(client, &xray.GetTraceGraphInput{TraceIds: task.Ids[:5]}),
		"Services", func(page *xray.GetTraceGraphOutput) []types.Service { return page.Services })
	report["series"] = pages[xray.GetTimeSeriesServiceStatisticsOutput](
		xray.NewGetTimeSeriesServiceStatisticsPaginator(client, &xray.GetTimeSeriesServiceStatisticsInput{
			StartTime: start, EndTime: end, Period: aws.Int32(60), EntitySelectorExpression: &task.Entity}),
		"TimeSeriesServiceStatistics",
		func(page *xray.GetTimeSeriesServiceStatisticsOutput) []types.TimeSeriesServiceStatistics {
			return page.TimeSeriesServiceStatistics
		})
	report["group"] = groups(client)
	report["rule"] = rules(client, task.Rule)

	_, noGroup := client.GetGroup(ctx, &xray.GetGroupInput{GroupName: aws.String("nobody")})
	_, badFilter := client.GetTraceSummaries(ctx,
		&xray.GetTraceSummariesInput{StartTime: start, EndTime: end, FilterExpression: aws.String("service(")})
	_, noResource := client.ListTagsForResource(ctx, &xray.ListTagsForResourceInput{ResourceARN: &task.UnknownArn})
	report["refused"] = object{
		"group":  refused[*types.InvalidRequestException](noGroup),
		"filter": refused[*types.InvalidRequestException](badFilter),
		"tags":   refused[*types.ResourceNotFoundException](noResource),
	}
	fmt.Println(string(must(json.Marshal(report))))
}

func groups(client *xray.Client) object {
	name := aws.String("slow")
	listed := func() []string {
		names := []string{}
		for paginator := xray.NewGetGroupsPaginator(client, nil); paginator.HasMorePages(); {
			for _, group := range must(paginator.NextPage(ctx)).Groups {
				names = append(names, *group.GroupName)
			}
		}
		return names
	}
	report := object{
		"created": must(client.CreateGroup(ctx,
			&xray.CreateGroupInput{GroupName: name, FilterExpression: aws.String("responsetime > 1")})).Group,
		"updated": must(client.UpdateGroup(ctx,
			&xray.UpdateGroupInput{GroupName: name, FilterExpression: aws.String("responsetime > 2")})).Group,
		"read":   must(client.GetGroup(ctx, &xray.GetGroupInput{GroupName: name})).Group,
		"listed": listed(),
	}
	must(client.DeleteGroup(ctx, &xray.DeleteGroupInput{GroupName: name}))
	report["left"] = listed()
	return report
}

func rules(client *xray.Client, rule types.SamplingRule) object {
	listed := func() []string {
		names := []string{}
		for paginator := xray.NewGetSamplingRulesPaginator(client, nil); paginator.HasMorePages(); {
			for _, record := range must(paginator.NextPage(ctx)).SamplingRuleRecords {
				names = append(names, *record.SamplingRule.RuleName)
			}
		}
		return names
	}
	report := object{
		"created": must(client.CreateSamplingRule(ctx,
			&xray.CreateSamplingRuleInput{SamplingRule: &rule})).SamplingRuleRecord.SamplingRule,
		"updated": must(client.UpdateSamplingRule(ctx, &xray.UpdateSamplingRuleInput{
			SamplingRuleUpdate: &types.SamplingRuleUpdate{RuleName: rule.RuleName, FixedRate: aws.Float64(0.25)},
		})).SamplingRuleRecord.SamplingRule,
		"listed": listed(),
	}
	must(client.DeleteSamplingRule(ctx, &xray.DeleteSamplingRuleInput{RuleName: rule.RuleName}))
	report["left"] = listed()
	return report
}
